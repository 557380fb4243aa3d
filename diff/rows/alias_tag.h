// SPDX-License-Identifier: Apache-2.0
/*
 * Decides aliases. An alias gives the image of the tag that it follows to its consumers and to
 * steps, unless its own hold, deny or settle time stops that image. It then goes on giving the
 * image of its last record.
 */
#pragma once

#include "diff/planner/planner.h"

/* Decides the tags that the alias follows, the last one first, so that a long chain needs no deep
 * recursion. Returns the image of the tag that it follows after this run. */
struct holding alias_tag_source(struct planner *planner, const struct tag_node *node);
/* Decides an alias whose chain has an end. */
void alias_tag_decide(struct planner *planner, struct tag_node *node,
                      const struct tag_policy *policy);
