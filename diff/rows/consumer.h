// SPDX-License-Identifier: Apache-2.0
/* Decides consumers: the containers whose image comes from a tag. */
#pragma once

#include "diff/planner/planner.h"

void consumer_decide(struct planner *planner, const struct consumer *consumer, struct draft *draft);
