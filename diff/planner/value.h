// SPDX-License-Identifier: Apache-2.0
/* Values that edits insert: scalars, maps and lists. Keys and texts are not copied. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/edit/edit.h"

/* key may be NULL. */
struct value *value_scalar(struct arena *arena, const char *key, const char *text);
/* A scalar that is written without quotes: true, false, a number. */
struct value *value_literal(struct arena *arena, const char *key, const char *text);
/* Returns a map of the children that are not NULL; NULL if all are. */
struct value *value_map(struct arena *arena, const char *key, size_t count,
                        struct value *const *children);
/* Returns a list of one item. */
struct value *value_list(struct arena *arena, const char *key, const struct value *item);
