// SPDX-License-Identifier: Apache-2.0
/*
 * The laws. They compare a run with the truth of before it. Each function returns false, with a
 * line in the world's complaint, if a law is broken:
 *
 *   - no image is in an environment that skipped its soak before, on this branch
 *   - no image comes back into an environment that was rolled back from it, and no held tag moves
 *   - no step goes backward, and none is ahead of the previous environment
 *   - a rollback writes only images that the environment had on this branch
 *   - a move by hand is kept until it is released, and is recorded once, as held, unless weir
 *     itself would have written the image
 *   - a move of weir that a merge brought is not recorded as a move by hand if its gates are open;
 *     a person's rollback is recorded as one
 *   - a record names the author of the change, and a commit that the branch has
 *   - a run records what happened before it and then its own move
 *   - a second run writes and records nothing; neither does one at `next` - 1 s
 *   - no pin moves while the journal can't be read
 */
#pragma once

#include "tests/explore/run.h"

/* Judges the rows that write, before they are carried out. */
bool laws_rows(const struct run *run);
/* Judges the records, before they are appended. */
bool laws_dues(const struct run *run);
/* Judges the branch after the run. */
bool laws_after(const struct run *run);
