// SPDX-License-Identifier: Apache-2.0
/* Decides tags that no promotion writes: followed, imported once, fixed, copied, alias, or pushed
 * by a build. */
#pragma once

#include "diff/planner/planner.h"

void stream_tag_decide(struct planner *planner, struct tag_node *node);
