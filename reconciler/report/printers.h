// SPDX-License-Identifier: Apache-2.0
/*
 * The functions that a format must have: a printer for each kind of report, named after both, as in
 * json_plan. The folder of the format defines them, each in a file of its own or beside its like. A
 * format that lacks one does not link.
 */
#pragma once

#include "reconciler/report/report.h"

typedef void report_printer(const struct report *report, FILE *out);

#define PRINTER(format, prefix, word, for_people, name) report_printer prefix##_##name;
#define PRINTERS(kind, name) REPORT_FORMATS(PRINTER, name)
REPORT_KINDS(PRINTERS)
#undef PRINTERS
#undef PRINTER
