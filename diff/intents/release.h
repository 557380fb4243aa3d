// SPDX-License-Identifier: Apache-2.0
/* `release`: ends the hold of a tag, or a move by hand, so that the tag can move again. */
#pragma once

#include "diff/planner/planner.h"

void release_decide(struct planner *planner, struct tag_node *node);
