// SPDX-License-Identifier: Apache-2.0
/* The first run that sees a tag records the image that the tag has, and changes nothing that runs.
 * The image may be replaced one second after that record. */
#pragma once

#include "diff/planner/planner.h"

/* True if the tag's image may be replaced: it is on record since an earlier second, the tag has
 * none, or this run keeps no journal. Else the draft waits. */
bool first_record_over(struct planner *planner, const struct tag_node *node, struct draft *draft);
/* Ends the draft with REASON_FIRST_RECORD: it waits until a second after `since`. If more records
 * must be read, ends it with REASON_ASKING. */
void first_record_wait(struct planner *planner, const struct tag_node *node, struct draft *draft,
                       moment since);
/* True if this run makes the tag's first record, or if it was made in this second; sets *since to
 * its time. */
bool first_record_fresh(const struct planner *planner, const struct tag_node *node, moment *since);
/* Returns when an image that this run records first may be replaced, or MOMENT_NEVER if this run
 * records nothing. */
moment first_record_next(const struct planner *planner);
