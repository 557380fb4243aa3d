// SPDX-License-Identifier: Apache-2.0
/* Problems of manifests as a Markdown table. */
#pragma once

#include "reconciler/report/report.h"

/* All problems of what is declared, one a line. */
void markdown_problem_table(const struct report *report, struct arena *arena, FILE *out);
