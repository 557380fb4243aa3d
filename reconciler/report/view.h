// SPDX-License-Identifier: Apache-2.0
/* What is asked of a report in every format, picked out once: which rows, tags and promotions. */
#pragma once

#include "reconciler/report/report.h"
#include "reconciler/report/table.h"

typedef void report_printer(const struct report *report, FILE *out);

/* One for each format, by report_kind. */
extern report_printer *const text_printers[REPORT_KINDS];
extern report_printer *const json_printers[REPORT_KINDS];
extern report_printer *const markdown_printers[REPORT_KINDS];
report_printer markdown_review, markdown_history, markdown_past_tags, markdown_where,
    markdown_environments, markdown_audit;
/* What people read line by line stays so: the text report in a fence. */
void markdown_fenced(const struct report *report, FILE *out, report_printer *print);

/* Whether `only` means it. */
bool view_meant(const struct report *report, const struct stream *stream);
bool view_promotion_meant(const struct report *report, const struct promotion *promotion);
struct promotion_view {
    const struct declared_promotion *declared;
    size_t hops, steady, behind, blocked, unknown;
};
struct promotion_view view_promotion(const struct report *report,
                                     const struct declared_promotion *promotion);
/* "up to date", "2 behind", "2 behind, 1 blocked", "-" when nothing was planned. */
const char *view_promotion_state(struct arena *arena, const struct promotion_view *view);
/* "app-dev → app-staging → app-prod" */
const char *view_path(struct arena *arena, const struct promotion *promotion);

struct problem_count {
    size_t severities[SEVERITY_ERROR + 1];
};
struct problem_count view_problems(const struct report *report);
/* "2 errors, 1 warning", "no problems"; notes are counted last. */
const char *view_problem_words(struct arena *arena, const struct report *report);

struct plan_count view_states(const struct report *report);
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

/* "main at 1a2b3c4", "work tree": one side of a review. */
const char *view_revision(struct arena *arena, const char *name, const struct source *source);
/* "2 policy differences, 1 row differs", "nothing differs". */
const char *view_review_counts(struct arena *arena, const struct review *review);
/* What a row comes to on one side: its sentence and its image; "not there" for NULL. */
const char *view_review_side(struct arena *arena, const struct row *row);
/* What people should know of how a review was made; `index` from 0, NULL at the end. */
const char *view_review_note(struct arena *arena, const struct report_review *review, size_t index);
/* "promotions/shop.yaml:9:13", " of base" behind it when it is gone; NULL without a place. */
const char *view_policy_place(struct arena *arena, const struct policy_row *row);

/* "there", "gone", "unknown"; NULL: "integrated" */
const char *view_verified_state(const struct verify_image *image);
/* "4 images: 2 there, 1 gone, 1 could not be told" */
const char *view_verified_counts(struct arena *arena, const struct verification *made);
/* What people should know of it; `index` from 0, NULL at the end. */
const char *view_verified_note(struct arena *arena, const struct verification *made, size_t index);
/* One row an image, and one a tag that could go back. */
struct table view_verified_table(struct arena *arena, const struct report *report);
struct table view_rollback_table(struct arena *arena, const struct report *report);

/* `first, second + 3 more`: at most `most` columns of items, at least one item. */
const char *view_cut_list(struct arena *arena, const char *const *items, size_t count, size_t most);

/* The tables of `get`. */
struct table view_stream_table(struct arena *arena, const struct report *report);
struct table view_tag_table(struct arena *arena, const struct report *report);
struct table view_promotion_table(struct arena *arena, const struct report *report);
