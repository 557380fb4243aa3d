// SPDX-License-Identifier: Apache-2.0
/*
 * Decides `rollback`: a tag goes back to an image that it had before. The row writes the old
 * digest, denies all images that are rolled back, and holds the tag (not with resume_on_newer). The
 * images stay denied after the hold ends.
 */
#pragma once

#include "diff/planner/planner.h"

void rollback_decide(struct planner *planner, struct tag_node *node);
