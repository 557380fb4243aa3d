// SPDX-License-Identifier: Apache-2.0
/* Makes hints that list the allowed words and suggest the nearest one. Lists of words end with
 * NULL.
 */

#pragma once

#include "manifests/base/arena.h"

/* Returns "did you mean \"x\"? " in the arena, or "" if no word is near. */
const char *suggestion_find(struct arena *arena, const char *word, const char *const *words);
/* Returns "a, b, c" in the arena. */
const char *suggestion_list(struct arena *arena, const char *const *words);
/* Returns the suggestion and the list as a hint: "did you mean \"x\"? write one of: a, b, c".
 * `word` may be NULL. */
const char *suggestion_hint(struct arena *arena, const char *word, const char *const *words);
