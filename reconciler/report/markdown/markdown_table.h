// SPDX-License-Identifier: Apache-2.0
/* Prints a table of a report as a Markdown table. */
#pragma once

#include "reconciler/report/table.h"

/* Prints the heads even if the table has no rows. */
void markdown_table(const struct table *table, FILE *out);
