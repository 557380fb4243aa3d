// SPDX-License-Identifier: Apache-2.0
/* Requests by a person: which tags a request concerns, and by which rules they are decided. */
#pragma once

#include "diff/planner/planner.h"

/* Marks the nodes that the intent concerns, and passes over freeze and guard. Adds no nodes. */
void intents_begin(struct planner *planner);
/* Decides a node that the intent concerns. */
void intents_decide(struct planner *planner, struct tag_node *node);
