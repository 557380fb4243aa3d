// SPDX-License-Identifier: Apache-2.0
/* Judges the gate `window`: a named window of weir.yaml must be open. */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_window(struct planner *planner, const struct gate *gate,
                               const struct candidate *candidate);
