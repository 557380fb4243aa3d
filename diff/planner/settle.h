// SPDX-License-Identifier: Apache-2.0
/* Judges the settle time: how long a tag must have had a digest upstream before the digest is
 * pinned. */
#pragma once

#include "diff/planner/planner.h"

/* Returns the settle time in seconds; 0 or less: there is none. follows: the tag is followed, so
 * that the default of weir.yaml applies. */
int64_t settle_time(const struct planner *planner, const struct tag_policy *policy, bool follows);
/* Returns true if there is no settle time, or if, according to the journal, weir has seen the
 * digest upstream for at least `settle` seconds. Else ends the draft with REASON_SETTLING. */
bool settle_over(struct planner *planner, struct tag_node *node, const char *digest,
                 int64_t settle);
/* The same for a digest that is there since `from`. unknown: that time is not known, because its
 * record is later than now. */
bool settle_over_since(struct planner *planner, struct draft *draft, moment from, bool unknown,
                       int64_t settle);
