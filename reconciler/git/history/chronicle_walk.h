// SPDX-License-Identifier: Apache-2.0
/* Walks from a tip back to the oldest commit. */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* Fills the chain with the tip and its ancestors, each with its id and times. Follows first
 * parents, or the second parent of a merge if weir's commits for this branch are on that
 * side. Sets chain->cut if
 * older commits are out of reach, or if there are too many commits. Fails if the tip itself is out
 * of reach. */
MUST_USE int chronicle_walk(struct chronicle *chronicle, const git_oid *tip, struct chain *chain,
                            struct err *err);
