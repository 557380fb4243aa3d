// SPDX-License-Identifier: Apache-2.0
/*
 * An alias has a history of its own: the journal records its image whenever that image changes.
 * This file finds the image that an alias gave to its consumers and to steps before this run, and
 * who made the alias follow its tag.
 */
#pragma once

#include "diff/planner/planner.h"

/*
 * Sets node->before, node->arrival, node->pin, and the row's followed tag and current digest. Does
 * the same for the aliases that it follows. The chain of aliases must have an end. Asks which
 * commit made the alias follow its tag, if the journal does not have it.
 */
void alias_recall(struct planner *planner, struct tag_node *node);
/* True if the tag is an alias, and the journal does not have that it follows its tag. */
bool alias_pointed_anew(const struct tag_node *node);
/*
 * Sets *out to the image that the alias keeps while a rule stops the image of the tag that it
 * follows: the image of its last record, or of the last one that is not denied. Without any record,
 * the last recorded image of the followed tag, or the image that it has in the branch. Returns
 * false if there is none. `like` says where the image is assumed to be if its record names no
 * source.
 */
bool alias_kept(struct planner *planner, const struct tag_node *node,
                const struct tag_policy *policy, const struct holding *like, struct holding *out);
/* Returns true if the followed tag has had this digest for the alias's settle time, by the journal;
 * else ends the draft with REASON_SETTLING. */
bool alias_settled(struct planner *planner, struct draft *draft, const struct tag_policy *policy,
                   const struct tag_node *followed, const char *digest);
