// SPDX-License-Identifier: Apache-2.0
/*
 * Decides `rollback`: a tag goes back to an image that it had before. One commit writes the old
 * digest, a hold, and a deny of all images that are rolled back. The deny stays after the hold
 * ends.
 */
#pragma once

#include "diff/planner/planner.h"

void rollback_decide(struct planner *planner, struct tag_node *node);
