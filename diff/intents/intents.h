// SPDX-License-Identifier: Apache-2.0
/* Decides the tags of a person's request. */
#pragma once

#include "diff/planner/planner.h"

/* Marks the nodes of the requested tags as intended, and lets the plan pass over freezes and the
 * guard. The nodes must exist. */
void intents_begin(struct planner *planner);
/* Decides an intended node by the rules of its command. */
void intents_decide(struct planner *planner, struct tag_node *node);
