// SPDX-License-Identifier: Apache-2.0
/* The plan as text, field by field, for golden files; reports for people are made elsewhere. */
#pragma once

#include <stdio.h>

#include "diff/base/plan.h"

void plan_print(const struct plan *plan, FILE *out);
