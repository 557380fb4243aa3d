// SPDX-License-Identifier: Apache-2.0
/* Finds out who deleted the tags that have records in the journal and no entry on the branch. */
#pragma once

#include "diff/planner/planner.h"

/* Asks which commit deleted each of these tags, if the tag's stream still exists, and adds the
 * answers to the plan. Asks nothing if their records can't be written in this run. */
void deleted_tags_ask(struct planner *planner, struct plan *plan);
