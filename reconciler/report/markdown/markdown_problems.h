// SPDX-License-Identifier: Apache-2.0
/* Problems of manifests as a Markdown table. */
#pragma once

#include "reconciler/report/report.h"

/* Prints all problems of the declarations, one a row. */
void markdown_problem_table(const struct report *report, struct arena *arena, FILE *out);
