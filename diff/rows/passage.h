// SPDX-License-Identifier: Apache-2.0
/* Which candidate may pass a hop: first the rules that never yield, then the gates. */
#pragma once

#include "diff/rows/candidates.h"

/* True if the candidate may be taken; else the draft has ended. */
bool passage_holds(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                   const struct tag_policy *policy, const struct candidate *candidate);
/*
 * Returns the newest candidate that may be taken. NULL: the draft has ended with the reason that
 * stops the newest, and with the earliest time at which any of them could pass.
 */
const struct candidate *passage_choose(struct planner *planner, struct tag_node *node,
                                       const hop_sources *sources, const candidate_list *candidates,
                                       const struct tag_policy *policy);
/*
 * Checks that the records by which the candidate counted time cite commits of this branch; true if
 * they do, or if no gate counts time. The answer may need the branch's history, so only a hop that
 * is about to write asks. A record that cites another commit counts no time in the next round.
 */
bool passage_cited(struct planner *planner, struct tag_node *node,
                   const struct candidate *candidate);
