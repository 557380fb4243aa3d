// SPDX-License-Identifier: Apache-2.0
/* Prints problems of manifests as a Markdown table. */
#pragma once

#include "reconciler/report/report.h"

/* Prints all problems of the declarations, one in each row. */
void markdown_problem_table(const struct report *report, struct arena *arena, FILE *out);
