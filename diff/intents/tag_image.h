// SPDX-License-Identifier: Apache-2.0
/* Gives a tag the image of a person's request. */
#pragma once

#include "diff/planner/planner.h"

/* Drafts the edits that give the tag this image, and completes the draft. */
void tag_image_set(struct planner *planner, struct tag_node *node, struct holding taken);
