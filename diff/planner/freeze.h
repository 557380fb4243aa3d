// SPDX-License-Identifier: Apache-2.0
/* Applies the freezes of weir.yaml and weir.freeze. While a freeze is active, rows of its
 * environments write only at a person's request, and `release` writes no workloads. */
#pragma once

#include "diff/planner/planner.h"

/* Returns true if an active freeze stops the row, and then ends the draft. An ended freeze raises
 * row.allowed to its end. */
bool freeze_check(struct planner *planner, struct draft *draft);
/* Returns until when and why an active freeze stops the environment, or NULL if none does. */
const char *freeze_stands(struct planner *planner, const char *environment);
/* True if the freeze covers this environment, active or not. */
bool freeze_covers(const struct settings_freeze *freeze, const char *environment);
