// SPDX-License-Identifier: Apache-2.0
/* What is asked of a report in every format, picked out once: which rows, tags and promotions. */
#pragma once

#include "reconciler/report/report.h"

/* Whether `only` means it. */
bool view_meant(const struct report *report, const struct stream *stream);

struct problem_count {
    size_t severities[SEVERITY_ERROR + 1];
};
struct problem_count view_problems(const struct report *report);
/* "2 errors, 1 warning", "no problems"; notes are counted last. */
const char *view_problem_words(struct arena *arena, const struct report *report);

struct plan_count view_states(const struct report *report);
/* "3 changes, 1 waiting" */
const char *view_plan_counts(struct arena *arena, const struct report *report);
/* What a repository without streams is told to do; NULL when it has streams. */
const char *view_advice(struct arena *arena, const struct report *report);
/* The words of report_last_line. */
const char *view_last_line(struct arena *arena, const struct report *report);
/* "main at 1a2b3c4", "the work tree", … */
const char *view_base(struct arena *arena, const struct report *report);
/* The row's detail without the row's own place in front, which is shown beside it; or NULL. */
const char *view_detail(struct arena *arena, const struct row *row);
/* How a consumer is bound: "trigger", "form", "lookup". */
const char *view_binding(enum binding binding);

/* `first, second + 3 more`: at most `most` columns of items, at least one item. */
const char *view_cut_list(struct arena *arena, const char *const *items, size_t count, size_t most);
