// SPDX-License-Identifier: Apache-2.0
/* Judges the gate `manual`: only a person's request moves the image. */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_manual(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate);

/* Returns the hint "run `weir promote web --to app-prod`". */
const char *gate_manual_hint(struct planner *planner, const struct hop *hop);
