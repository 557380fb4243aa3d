// SPDX-License-Identifier: Apache-2.0
/* Makes the words and counts of reports that all formats share. */
#pragma once

#include "reconciler/report/report.h"

/* True if `only` selects the stream. */
bool view_selects(const struct report *report, const struct stream *stream);

struct problem_count {
    size_t severities[SEVERITY_ERROR + 1];
};
struct problem_count view_problems(const struct report *report);
/* Returns the numbers of problems: "2 errors, 1 warning", or "no problems"; notes come last. */
const char *view_problem_words(struct arena *arena, const struct report *report);

struct plan_count view_states(const struct report *report);
/* Returns the word that people read for a state: "up to date", "change", "waiting", "blocked" or
 * "unknown". */
const char *view_state_word(enum row_state state);
/* Returns the numbers of rows by state: "3 changes, 1 waiting"; "up to date" if all rows are, and
 * "no tags found" if there are no rows. */
const char *view_plan_counts(struct arena *arena, const struct report *report);
/* Returns the next steps in a repository without streams; NULL if it has streams. */
const char *view_advice(struct arena *arena, const struct report *report);
/* Returns the text that report_last_line prints. */
const char *view_last_line(struct arena *arena, const struct report *report);
/* Returns the revision that the report is about: "main at 1a2b3c4", "work tree on main", …; "" if
 * the report has no source. */
const char *view_base(struct arena *arena, const struct report *report);
/* Returns the row's detail, without the place that it may begin with, because reports show the
 * row's place anyway; NULL if the row has no detail. */
const char *view_detail(struct arena *arena, const struct row *row);
/* True for an alias whose image changes although its row writes nothing: the tag that it follows
 * has another image after this run. */
bool view_alias_moves(const struct row *row);
/* Returns how a workload is bound to its tag: "trigger", "form", "lookup". */
const char *view_binding(enum binding binding);

/* Returns a list such as "first, second + 3 more". Names the first item, and more items while the
 * names take at most `most` bytes. */
const char *view_cut_list(struct arena *arena, const char *const *items, size_t count, size_t most);
