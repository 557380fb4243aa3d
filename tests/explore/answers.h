// SPDX-License-Identifier: Apache-2.0
/* Answers questions about a branch's history from the model, by the rules of diff/base/question.h.
 */
#pragma once

#include "diff/base/question.h"
#include "tests/explore/history.h"

/* Returns the answer to QUESTION_ORIGIN, in the arena; NULL: the tip does not have the pin.
 * branch: the name of the branch with this tip. */
const struct pin_origin *answer_origin(struct arena *arena, const struct scenario *scenario,
                                       const struct commit *tip, const char *branch,
                                       const char *key);
/* Returns the answer to QUESTION_MOVES in the same way. */
const struct pin_origin *answer_moves(struct arena *arena, const struct scenario *scenario,
                                      const struct commit *tip, const char *branch,
                                      const char *key);
/* Sets the answer to QUESTION_CHANGED; its files are in the arena. */
void answer_changed(struct arena *arena, const struct scenario *scenario, const struct commit *tip,
                    struct answer *answer);
/* Returns how the place got the image that it has in this commit, which gave it the image. */
const struct pin_origin *answer_commit(struct arena *arena, const struct scenario *scenario,
                                       const struct commit *commit, const char *branch, int place);
/* Returns the same about the commit that gave the place its current image. */
const struct pin_origin *answer_image(struct arena *arena, const struct scenario *scenario,
                                      const struct commit *tip, const char *branch, int place);
