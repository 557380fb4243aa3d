// SPDX-License-Identifier: Apache-2.0
/* Makes the values that edits insert: scalars, maps and lists. Keys and texts are borrowed. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/edit/edit.h"

/* Returns a scalar, which is quoted where YAML needs it. key may be NULL. */
struct value *value_scalar(struct arena *arena, const char *key, const char *text);
/* Returns a scalar that is written without quotes: true, false, a number. */
struct value *value_literal(struct arena *arena, const char *key, const char *text);
/* Returns a map of the children that are not NULL, or NULL if there is no such child. */
struct value *value_map(struct arena *arena, const char *key, size_t count,
                        struct value *const *children);
/* Returns a list of one item. */
struct value *value_list(struct arena *arena, const char *key, const struct value *item);
