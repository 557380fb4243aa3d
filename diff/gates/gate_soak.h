// SPDX-License-Identifier: Apache-2.0
/*
 * Judges the gate `soak`: the previous environment must have had the digest on the branch for this
 * time, without interruption. Whether pods ran the image is not checked.
 */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_soak(struct planner *planner, const struct gate *gate,
                             const struct candidate *candidate);
