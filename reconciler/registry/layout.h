// SPDX-License-Identifier: Apache-2.0
/*
 * OCI image layouts in folders as a registry: FOLDER/REPOSITORY is a layout whose ref.name is the
 * tag; where FOLDER itself is a layout, ref.name is "repository:tag". Full references in ref.name,
 * or in io.containerd.image.name, are read too. No link below FOLDER is followed.
 */
#pragma once

#include "reconciler/registry/inquiry.h"

/* Answers inquiries about images of one host. Ask those of one repository one after the other. */
void layout_ask(const char *folder, struct inquiry *const *inquiries, size_t count,
                void (*answered)(void *context), void *context);
