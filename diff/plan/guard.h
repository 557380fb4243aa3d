// SPDX-License-Identifier: Apache-2.0
/* The limit on mass changes: a run that would change too many rows changes nothing. */
#pragma once

#include "diff/planner/planner.h"

/* Blocks every writing row if there are more than weir.yaml allows. */
void guard_check(struct planner *planner, struct plan *plan);
