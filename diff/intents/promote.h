// SPDX-License-Identifier: Apache-2.0
/* Decides `promote`: the tag takes an image of the previous environment, as its hop would. */
#pragma once

#include "diff/planner/planner.h"

void promote_decide(struct planner *planner, struct tag_node *node);
