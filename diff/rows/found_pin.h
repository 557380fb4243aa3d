// SPDX-License-Identifier: Apache-2.0
/* Pins the image that the target of a step has before a step replaces it. */
#pragma once

#include "diff/planner/planner.h"

/* If the target has an image without a digest, decides the row: it writes the digest of that image,
 * or it says why that is not possible. Returns false if the target has a digest or no image. */
bool found_pin_write(struct planner *planner, struct tag_node *node);
