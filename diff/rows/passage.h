// SPDX-License-Identifier: Apache-2.0
/* Which of a hop's candidates may pass: rules that never yield, then gates. */
#pragma once

#include "diff/rows/candidates.h"

/* Whether this candidate may be taken; else the draft has ended and says why. */
bool passage_holds(struct planner *planner, struct tag_node *node, const hop_sources *sources,
                   const struct tag_policy *policy, const struct candidate *candidate);
/*
 * The newest candidate that may be taken, or NULL: then the draft says why the newest may not, and
 * when the first of them could.
 */
const struct candidate *passage_choose(struct planner *planner, struct tag_node *node,
                                       const hop_sources *sources, const candidate_list *candidates,
                                       const struct tag_policy *policy);
/*
 * Whether what counted time is a record of this branch. Asked last, as it may need the history:
 * only of a hop that is about to write. One that cites no commit of it is no candidate in the next
 * round.
 */
bool passage_cited(struct planner *planner, struct tag_node *node,
                   const struct candidate *candidate);
