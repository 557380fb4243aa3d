// SPDX-License-Identifier: Apache-2.0
/* Aliases: tags that follow another tag of their own stream. */
#pragma once

#include "diff/planner/planner.h"

/* Returns the tag of the same stream that the node's tag is an alias of, or NULL. */
const char *alias_target(const struct planner *planner, const struct tag_node *node);
/*
 * Returns the tag at the end of a chain of aliases, which is the node itself if it is not an alias.
 * NULL: the chain is a circle, or its end is not declared; then `otherwise` is set to the reason.
 */
struct tag_node *alias_end(struct planner *planner, struct tag_node *node, enum reason *otherwise);
/* Returns the tag at the end of the chain; the node itself if the chain has no end. */
struct tag_node *alias_meant(struct planner *planner, struct tag_node *node);
