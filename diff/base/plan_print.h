// SPDX-License-Identifier: Apache-2.0
/* Prints a plan field by field, for golden files and --debug; reports for people do not use it. */
#pragma once

#include <stdio.h>

#include "diff/base/plan.h"

void plan_print(const struct plan *plan, FILE *out);
