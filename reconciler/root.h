// SPDX-License-Identifier: Apache-2.0
/* Finds the repository to use if none is given. */
#pragma once

#include "manifests/base/arena.h"

/* Returns the nearest folder, from the current one upward through at most 64 parents, that contains
 * `.git` or weir.yaml: ".", "..", "../..", and so on; "." if no folder does. The text is in the
 * arena or static. */
const char *root_find(struct arena *arena);
/* Returns the nearest folder above this one, through at most 64 parents, that contains `.git`:
 * "FOLDER/..", and so on; NULL if there is none. The text is in the arena. */
const char *root_above(struct arena *arena, const char *folder);
