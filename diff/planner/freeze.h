// SPDX-License-Identifier: Apache-2.0
/* Freezes of weir.yaml and of weir.freeze: while one is active, no row of its environments writes.
 */
#pragma once

#include "diff/planner/planner.h"

/* Ends a draft whose environment is frozen now; true if it ended. */
bool freeze_check(struct planner *planner, struct draft *draft);
/* True if the freeze, while it is active, is for this environment. */
bool freeze_covers(const struct settings_freeze *freeze, const char *environment);
