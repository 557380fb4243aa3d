// SPDX-License-Identifier: Apache-2.0
/* Applies the limit on mass changes: a run that would change too many rows changes nothing. */
#pragma once

#include "diff/planner/planner.h"

/* Blocks all writing rows if weir.yaml does not allow that many. For a person's request, adds a
 * note instead. */
void guard_check(struct planner *planner, struct plan *plan);
