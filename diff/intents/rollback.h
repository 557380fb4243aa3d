// SPDX-License-Identifier: Apache-2.0
/*
 * `rollback`: a tag goes back to an image that it had before. One commit writes the old digest, a
 * hold, and a deny of all images that are backed out of; when the hold ends, the deny stays.
 */
#pragma once

#include "diff/planner/planner.h"

void rollback_decide(struct planner *planner, struct tag_node *node);
