// SPDX-License-Identifier: Apache-2.0
/* Answers inquiries by reading OCI image layouts in folders, not by asking a registry. A layout in
 * FOLDER/REPOSITORY names its manifests by tag, in the annotation
 * org.opencontainers.image.ref.name. If FOLDER itself is a layout, that annotation is
 * "repository:tag". Full references in that annotation or in io.containerd.image.name are read,
 * too. No symbolic link below FOLDER is followed. */
#pragma once

#include "reconciler/registry/inquiry.h"

/* Answers inquiries about images of one host, and calls `answered` after each. If inquiries about
 * one repository follow one another, its index is read only once. */
void layout_ask(const char *folder, struct inquiry *const *inquiries, size_t count,
                void (*answered)(void *context), void *context);
