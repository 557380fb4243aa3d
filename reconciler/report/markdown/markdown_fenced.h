// SPDX-License-Identifier: Apache-2.0
/* Reports that Markdown shows as the text report in a fence, because people read them line by line.
 */
#pragma once

#include "reconciler/report/printers.h"

/* Prints what `print` prints, without colors, in a fence. */
void markdown_fenced(const struct report *report, FILE *out, report_printer *print);
