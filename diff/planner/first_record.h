// SPDX-License-Identifier: Apache-2.0
/* The first run that sees a tag records the image that the tag has, and changes nothing that runs.
 * The image may be replaced one second after that record. */
#pragma once

#include "diff/planner/planner.h"

/* True if the tag's image may be replaced: it is on record since an earlier second, the tag has
 * none, or this run keeps no journal. Else ends the draft with REASON_FIRST_RECORD. If more records
 * must be read, ends it too. */
bool first_record_over(struct planner *planner, const struct tag_node *node, struct draft *draft);
/* Returns when an image that this run records first may be replaced, or MOMENT_NEVER if this run
 * records nothing. */
moment first_record_next(const struct planner *planner);
