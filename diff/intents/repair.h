// SPDX-License-Identifier: Apache-2.0
/* Decides `journal repair`: finds the tags whose records have a time that is not believed. */
#pragma once

#include "diff/planner/planner.h"

/* True if the time of the tag's image, or of its digest upstream, is unknown because a record is
 * later than now. */
bool repair_needed(const struct tag_node *node);
void repair_decide(struct planner *planner, struct tag_node *node);
