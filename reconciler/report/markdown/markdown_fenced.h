// SPDX-License-Identifier: Apache-2.0
/* Prints reports that Markdown shows as the text report in a code fence, because people read them
 * line by line. */
#pragma once

#include "reconciler/report/printers.h"

/* Prints the text that `print` prints, without colors, in a code fence. */
void markdown_fenced(const struct report *report, FILE *out, report_printer *print);
