// SPDX-License-Identifier: Apache-2.0
/* What the files of the text format share. */
#pragma once

#include "reconciler/report/view_tags.h"

enum text_colour {
    TEXT_PLAIN,
    TEXT_BOLD,
    TEXT_GOOD,
    TEXT_MOVE,
    TEXT_STOP,
    TEXT_DOUBT,
    TEXT_DIM,
};

/* Untrusted text, coloured when the report is. */
void text_paint(const struct report *report, FILE *out, enum text_colour colour, const char *text);
/* One row; objects are padded to `wide` columns. */
void text_row(const struct report *report, struct arena *arena, FILE *out, const struct row *row,
              size_t wide);
/* "3 changes, 1 waiting" */
const char *text_counts(struct arena *arena, const struct report *report);
/* The changed lines for a terminal: coloured, every line disarmed. */
void text_patch_coloured(const struct report *report, FILE *out);

/* The last records of a tag, for describe; nothing without any. */
void text_recent(const struct report *report, struct arena *arena, FILE *out,
                 const struct tag_view *view);

report_printer text_history, text_past_tags, text_where, text_environments;
report_printer text_plan, text_problems, text_stream, text_explanation, text_review,
    text_verification, text_audit;
