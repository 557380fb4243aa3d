// SPDX-License-Identifier: Apache-2.0
/* The settle time: how long a tag must have had a digest upstream before the digest is pinned. */
#pragma once

#include "diff/planner/planner.h"

/* Returns the settle time in seconds; 0 or less: none. follows: the tag follows its source. */
int64_t settle_time(const struct planner *planner, const struct tag_policy *policy, bool follows);
/* Ends the draft until the digest was seen for `settle` seconds; true if it may move now. */
bool settle_over(struct planner *planner, struct tag_node *node, const char *digest,
                 int64_t settle);
