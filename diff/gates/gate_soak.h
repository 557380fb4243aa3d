// SPDX-License-Identifier: Apache-2.0
/*
 * The gate `soak`: how long the environment before had the digest on the branch, without
 * interruption. It says nothing about pods.
 */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_soak(struct planner *planner, const struct gate *gate,
                             const struct candidate *candidate);
