// SPDX-License-Identifier: Apache-2.0
/* Decides `tag`, which works like `oc tag`: the tag becomes an alias or a reference, or gets an
 * image.
 */
#pragma once

#include "diff/planner/planner.h"

void tag_decide(struct planner *planner, struct tag_node *node);
