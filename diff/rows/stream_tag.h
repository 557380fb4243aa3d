// SPDX-License-Identifier: Apache-2.0
/* Tags that no promotion writes: followed, imported once, fixed, copied, aliases, built. */
#pragma once

#include "diff/planner/planner.h"

void stream_tag_decide(struct planner *planner, struct tag_node *node);
