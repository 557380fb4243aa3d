// SPDX-License-Identifier: Apache-2.0
/*
 * Tags that are followed by a rule, `weir.dev/follow`: which tag of the repository a tag means now.
 * Asked are the list of tags, and what the best of them is; more of them only when that is denied.
 *
 * Nothing moves backwards by itself: a tag that is worse than the one that is pinned is taken only
 * when the pinned one is denied or no longer fits the rule. Of tags that the rule can't tell apart
 * the pinned one stays, else the one that the journal knows longest, else the first in bytewise
 * order.
 */
#pragma once

#include "diff/planner/planner.h"

enum { FOLLOW_TRIES_MAX = 16 /* best tags that are looked at while they are denied */ };

struct follow_choice {
    struct reference reference; /* with the chosen tag */
    const char *back;           /* why a worse tag than the pinned one was taken, or NULL */
};

/* False: the node's draft has ended and says why; its holding says so too. */
bool follow_choose(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   struct follow_choice *out);
