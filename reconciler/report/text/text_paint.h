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
/* Prints the change's diff in colors. Its lines are untrusted. */
void text_paint_patch(const struct report *report, FILE *out);
