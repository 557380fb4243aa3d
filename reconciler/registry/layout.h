// SPDX-License-Identifier: Apache-2.0
/* Answers inquiries from OCI image layouts in folders instead of a registry. A layout in
 * FOLDER/REPOSITORY names its manifests by tag, in the annotation ref.name. If FOLDER itself is a
 * layout, ref.name is "repository:tag". Full references in ref.name or in
 * io.containerd.image.name are read, too. No symbolic link below FOLDER is followed. */
#pragma once

#include "reconciler/registry/inquiry.h"

/* Answers inquiries about images of one host, and calls `answered` after each. If inquiries about
 * one repository follow one another, its index is read only once. */
void layout_ask(const char *folder, struct inquiry *const *inquiries, size_t count,
                void (*answered)(void *context), void *context);
