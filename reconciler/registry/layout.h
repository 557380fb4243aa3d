// SPDX-License-Identifier: Apache-2.0
/* OCI image layouts in folders, used as a registry. FOLDER/REPOSITORY is a layout whose ref.name is
 * the tag. If FOLDER itself is a layout, ref.name is "repository:tag". Full references in ref.name
 * or in io.containerd.image.name are read, too. No link below FOLDER is followed. */
#pragma once

#include "reconciler/registry/inquiry.h"

/* Answers inquiries about images of one host. Pass those about one repository one after the other:
 * its index is then read once. */
void layout_ask(const char *folder, struct inquiry *const *inquiries, size_t count,
                void (*answered)(void *context), void *context);
