// SPDX-License-Identifier: Apache-2.0
/* Answers a run's questions from the world: the registry's and those about the branch. */
#pragma once

#include "tests/explore/run.h"

void run_answer(struct run *run, const struct question *question);
