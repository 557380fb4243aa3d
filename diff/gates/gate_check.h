// SPDX-License-Identifier: Apache-2.0
/*
 * Judges the gate `check`: a program that the runner configuration names allows or refuses the
 * image. The program's input does not contain the time, so the same move is always the same
 * question.
 */
#pragma once

#include "diff/gates/gate_result.h"

struct gate_result gate_check(struct planner *planner, const struct gate *gate,
                              const struct candidate *candidate);
