// SPDX-License-Identifier: Apache-2.0
/*
 * Tags that follow a rule, `weir.dev/follow`: which tag of the repository is the best now. The plan
 * asks for the list of tags and for the digest of the best one; for more only if that is denied.
 *
 * Nothing moves backward by itself: a worse tag than the pinned one is taken only if the pinned one
 * is denied or no longer fits the rule. Of tags that the rule can't tell apart the pinned one
 * stays; else the one is taken that the journal recorded first, else the first in bytewise order.
 */
#pragma once

#include "diff/planner/planner.h"

enum {
    FOLLOW_TRIES_MAX = 16 /* the most tags that are tried, best first, while they are denied */
};

struct follow_choice {
    struct reference reference; /* the entry's, with the chosen tag */
    const char *back;           /* why a worse tag than the pinned one was taken, or NULL */
};

/* Chooses the tag. False: the draft has ended, and the node's holding is set to match. */
bool follow_choose(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   struct follow_choice *out);
