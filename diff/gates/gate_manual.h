// SPDX-License-Identifier: Apache-2.0
/* The gate `manual`: a person moves the image. */
#pragma once

#include "diff/gates/gate_result.h"

gate_rule gate_manual;

/* Returns "run `weir promote web --to app-prod`". */
const char *gate_manual_hint(struct planner *planner, const struct hop *hop);
