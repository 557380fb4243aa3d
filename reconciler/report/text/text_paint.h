// SPDX-License-Identifier: Apache-2.0
/* Prints text in the colors of a terminal, if the report has colors. */
#pragma once

#include "reconciler/report/report.h"

enum text_color {
    TEXT_PLAIN,
    TEXT_BOLD,
    TEXT_GOOD,
    TEXT_MOVE,
    TEXT_STOP,
    TEXT_DOUBT,
    TEXT_DIM,
};

/* Prints untrusted text in a color. */
void text_paint(const struct report *report, FILE *out, enum text_color color, const char *text);
/*
 * Does the same from `column` on (the first column is 0), and breaks the text at spaces so that
 * each line fits into the terminal; lines after the first begin with `indent` spaces. A word that
 * is longer than a line is not broken, and no line is broken if the report is not for a terminal.
 * Returns the column after the last word.
 */
size_t text_paint_wrapped(const struct report *report, FILE *out, enum text_color color,
                          const char *text, size_t column, size_t indent);
/* Prints the change's diff in colors. Its lines are untrusted. */
void text_paint_patch(const struct report *report, FILE *out);
