// SPDX-License-Identifier: Apache-2.0
/* Decides hops: the tag of an environment gets a digest of the previous environments. */
#pragma once

#include "diff/planner/planner.h"

void hop_decide(struct planner *planner, struct tag_node *node);
