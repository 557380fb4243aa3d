// SPDX-License-Identifier: Apache-2.0
/* Resolves aliases, which are tags that follow another tag of their own stream. */
#pragma once

#include "diff/planner/planner.h"

/* Returns the tag that the node's tag follows, or NULL if the node's tag is not an alias. A tag
 * that a promotion or a build writes is not an alias, even if its entry names a tag. */
const char *alias_target(const struct planner *planner, const struct tag_node *node);
/*
 * Returns the tag at the end of the chain of aliases that starts at the node; the node itself if it
 * is not an alias. Returns NULL if the chain is a cycle or names a tag without a node, and sets
 * *otherwise to REASON_ALIAS_CYCLE or REASON_ALIAS_MISSING.
 */
struct tag_node *alias_end(struct planner *planner, struct tag_node *node, enum reason *otherwise);
/* True if the node's tag is an alias, and a tag that it follows, even through other aliases, is one
 * that a person asked for. */
bool alias_of_intended(struct planner *planner, struct tag_node *node);
/* Returns the tag at the end of the chain of aliases, or the node itself if there is no end. */
struct tag_node *alias_meant(struct planner *planner, struct tag_node *node);
