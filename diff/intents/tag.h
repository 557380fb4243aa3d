// SPDX-License-Identifier: Apache-2.0
/* `tag`, by the rules of `oc tag`: the tag becomes an alias, a reference, or gets an image. */
#pragma once

#include "diff/planner/planner.h"

void tag_decide(struct planner *planner, struct tag_node *node);
