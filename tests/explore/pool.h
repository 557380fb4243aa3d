// SPDX-License-Identifier: Apache-2.0
/* Keeps the values of all worlds until the search ends, so that a world is copied by its pointers.
 * Equal texts are kept once, so that they can be compared by their addresses. */
#pragma once

#include "manifests/base/arena.h"

/* Returns the arena of all values. */
struct arena *pool_arena(void);
/* Returns the kept copy of the text, or NULL for NULL. */
const char *pool_text(const char *text);
/* Forgets all values. */
void pool_clear(void);
