// SPDX-License-Identifier: Apache-2.0
/* Judges the gates about the image itself: `platforms` and `label`. */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_platforms(struct planner *planner, const struct gate *gate,
                                  const struct candidate *candidate);
struct gate_result gate_label(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate);
