// SPDX-License-Identifier: Apache-2.0
/* Applies the edits of one file that are not inside a text. */
#pragma once

#include "manifests/edit/edit.h"

/* Does the same as edit_apply() for edits without an inner path. */
void apply_edits(struct arena *arena, const char *path, const char *bytes, size_t length,
                 const struct edit *edits, size_t count, struct edit_result *result);
