// SPDX-License-Identifier: Apache-2.0
/*
 * Declares the printers: each format has one for each kind of report. A printer's name is the
 * prefix of the format and the name of the kind, such as json_plan(). The sources in the format's
 * folder define the printers. If a printer is missing, the program does not link.
 */
#pragma once

#include "reconciler/report/report.h"

typedef void report_printer(const struct report *report, FILE *out);

#define PRINTER(format, prefix, word, for_people, name) report_printer prefix##_##name;
#define PRINTERS(kind, name) REPORT_FORMATS(PRINTER, name)
REPORT_KINDS(PRINTERS)
#undef PRINTERS
#undef PRINTER
