// SPDX-License-Identifier: Apache-2.0
#include "diff/intents/promote.h"

#include "diff/rows/hop.h"

void promote_decide(struct planner *planner, struct tag_node *node)
{
    if (node->hop != NULL)
        hop_decide(planner, node);
    else
        draft_refuse(&node->draft,
                     "run `weir get promotions` to list the promotions and their paths",
                     "no promotion moves the tag");
}
