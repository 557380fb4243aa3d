// SPDX-License-Identifier: Apache-2.0
/* Words and counts of reports that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* True if `only` selects the stream. */
bool view_selects(const struct report *report, const struct stream *stream);

struct problem_count {
    size_t severities[SEVERITY_ERROR + 1];
};
struct problem_count view_problems(const struct report *report);
/* "2 errors, 1 warning", "no problems"; notes come last. */
const char *view_problem_words(struct arena *arena, const struct report *report);

struct plan_count view_states(const struct report *report);
/* Returns the word that people read for a state: "up to date", "change", "waiting", "blocked" or
 * "unknown". */
const char *view_state_word(enum row_state state);
/* "3 changes, 1 waiting"; "up to date" if no row needs anything. */
const char *view_plan_counts(struct arena *arena, const struct report *report);
/* The next steps in a repository without streams; NULL if it has streams. */
const char *view_advice(struct arena *arena, const struct report *report);
/* The text of report_last_line. */
const char *view_last_line(struct arena *arena, const struct report *report);
/* "main at 1a2b3c4", "work tree on main", …: the revision that the report is about. */
const char *view_base(struct arena *arena, const struct report *report);
/* The row's detail without a leading place of the row, which reports show anyway; or NULL. */
const char *view_detail(struct arena *arena, const struct row *row);
/* How a workload is bound to its tag: "trigger", "form", "lookup". */
const char *view_binding(enum binding binding);

/* "first, second + 3 more": at least one item, and at most `most` bytes of items. */
const char *view_cut_list(struct arena *arena, const char *const *items, size_t count, size_t most);
