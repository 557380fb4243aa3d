// SPDX-License-Identifier: Apache-2.0
/* Reports that people read line by line: in Markdown they are the text report in a fence. */
#pragma once

#include "reconciler/report/printers.h"

/* Prints the report by `print` into a fence, without colors. */
void markdown_fenced(const struct report *report, FILE *out, report_printer *print);
