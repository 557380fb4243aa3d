// SPDX-License-Identifier: Apache-2.0
/*
 * The gate `check`: a program that the runner configuration names says yes or no. The program gets
 * everything that it may judge by, and no time, so that the same move is the same question.
 */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_check(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate);
