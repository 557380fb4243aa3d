// SPDX-License-Identifier: Apache-2.0
/*
 * Chooses the registry tag for a stream tag with a rule in `weir.dev/follow`. The plan asks the
 * registry for the list of tags and for the digest of the best tag; it asks for more digests only
 * if that digest is denied.
 *
 * A tag that is worse than the pinned one is chosen only if the pinned one is denied or no longer
 * fits the rule. Among tags that the rule ranks equally, the pinned one is chosen; else the tag
 * that the journal recorded first; else the first in bytewise order.
 */
#pragma once

#include "diff/planner/planner.h"

enum {
    FOLLOW_TRIES_MAX = 16 /* the maximum number of tags that are tried, best first */
};

struct follow_choice {
    struct reference reference; /* the entry's reference, with the chosen tag */
    /* Why the pinned tag was given up, if the chosen tag is not better; NULL otherwise. */
    const char *back;
};

/* Chooses the tag. Returns false if there is no tag to take or an answer is missing; it then ends
 * the draft. If an answer is missing, the node's holding may become HOLDS_ASKING or HOLDS_UNKNOWN.
 */
bool follow_choose(struct planner *planner, struct tag_node *node, const struct tag_policy *policy,
                   struct follow_choice *out);
