// SPDX-License-Identifier: Apache-2.0
/* Hops: the tag of an environment takes, frozen, an image of the environments before it. */
#pragma once

#include "diff/planner/planner.h"

void hop_decide(struct planner *planner, struct tag_node *node);
