// SPDX-License-Identifier: Apache-2.0
/* Decides which candidate may pass a hop: by deny and age first, then by gates and platforms. */
#pragma once

#include "diff/rows/candidates.h"

/* Returns true if the candidate may be taken; else ends the draft. */
bool passage_holds(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                   const struct tag_policy *policy, const struct candidate *candidate);
/*
 * Returns the newest candidate that may be taken. If there is none, returns NULL and ends the draft
 * with the reason that stops the newest candidate; row.next is then the earliest time at which a
 * candidate could pass. If a candidate's state is unknown (ROW_UNKNOWN), tries no older
 * candidate, ends the draft with that candidate's reason and returns NULL.
 */
const struct candidate *passage_choose(struct planner *planner, struct tag_node *node,
                                       const hop_sources *sources, const candidate_list *candidates,
                                       const struct tag_policy *policy);
/*
 * Asks whether the branch has the commits that the journal's records of the candidate cite. Returns
 * true if the answers are known, or if none is needed: no gate counts time, or the journal was
 * not read or is advisory. Else ends the draft. An answer may need the branch's history, so only a
 * hop that is about to write asks. When the plan is made again, a record that cites a commit
 * outside the branch counts no time.
 */
bool passage_cited(struct planner *planner, struct tag_node *node,
                   const struct candidate *candidate);
