// SPDX-License-Identifier: Apache-2.0
/* Prints one row of a plan as lines of text. */
#pragma once

#include "reconciler/report/report.h"

/* Prints a row; the object is padded to `wide` columns. */
void text_row(const struct report *report, struct arena *arena, FILE *out, const struct row *row,
              size_t wide);
