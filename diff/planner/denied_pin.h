// SPDX-License-Identifier: Apache-2.0
/* Reports a tag whose own policy denies the image that the tag has. */
#pragma once

#include "diff/planner/planner.h"

/*
 * Ends the draft with REASON_DENIED_CURRENT if the policy of the node's tag denies its current
 * image and the row does not write, so that the image stays. Does nothing for rows that are in
 * trouble already, for aliases, and in a plan for a request. The caller must have decided all tags:
 * their rules use the reason that the row had before.
 */
void denied_pin_report(struct planner *planner, struct tag_node *node);
