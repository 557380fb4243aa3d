// SPDX-License-Identifier: Apache-2.0
/* Prints a review as a comment on a pull request: policy first, because it decides about later
 * changes. */
#include "reconciler/report/markdown/markdown_text.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/view_review.h"

static const char *const signs[] = {
    [REVIEW_ADDED] = "➕", [REVIEW_REMOVED] = "➖", [REVIEW_CHANGED] = "✏️"};
TABLE_COMPLETE(signs, REVIEW_CHANGED + 1);

static void policies(const struct review *review, struct arena *arena, FILE *out)
{
    if (review->policy.count == 0)
        return;
    fputs("\n#### Policy: what will be allowed\n\n| | applies to | policy | base | head | where "
          "|\n|---|---|---|---|---|---|\n",
          out);
    list_each (row, &review->policy) {
        fprintf(out, "| %s |", signs[review_change_of(row)]);
        markdown_cell(out, row->object);
        markdown_cell(out, policy_word(row->what));
        markdown_code_cell(out, row->before);
        markdown_code_cell(out, row->after);
        markdown_code_cell(out, view_policy_place(arena, row));
        fputc('\n', out);
    }
}

static void rows(const struct review *review, struct arena *arena, FILE *out)
{
    if (review->rows.count == 0)
        return;
    fputs("\n#### Rows: what a sync would do differently\n\n| | what | base | head | where "
          "|\n|---|---|---|---|---|\n",
          out);
    list_each (row, &review->rows) {
        const struct row *shown = row->head != NULL ? row->head : row->base;
        fprintf(out, "| %s |", signs[row->change]);
        markdown_cell(out, shown->object);
        markdown_cell(out, view_review_side(arena, row->base));
        markdown_cell(out, view_review_side(arena, row->head));
        markdown_code_cell(out, shown_place(arena, shown->file, shown->line, shown->column));
        fputc('\n', out);
    }
}

static void problems(const struct review *review, struct arena *arena, FILE *out)
{
    if (review->problems.count == 0)
        return;
    fputs("\n#### New problems\n\n| where | severity | what |\n|---|---|---|\n", out);
    list_each (item, &review->problems) {
        const struct problem *problem = *item;
        fputc('|', out);
        markdown_code_cell(out, shown_place(arena, problem->path, problem->line, problem->column));
        markdown_cell(out, severity_word(problem_severity(problem->code)));
        markdown_cell(out, problem->message != NULL ? problem->message
                                                    : problem_sentence(problem->code));
        fputc('\n', out);
    }
}

void markdown_review(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct report_review *review = report->review;
    fprintf(out, "### weir: %s (", view_review_counts(&arena, review->review));
    markdown_text(out, view_revision(&arena, review->head_name, report->source));
    fputs(", against ", out);
    markdown_text(out, view_revision(&arena, review->base_name, review->base));
    fputs(")\n", out);
    policies(review->review, &arena, out);
    rows(review->review, &arena, out);
    problems(review->review, &arena, out);
    const char *note = NULL;
    for (size_t i = 0; (note = view_review_note(&arena, review, i)) != NULL; i++) {
        fputs("\n> ", out);
        markdown_text(out, note);
        fputc('\n', out);
    }
}
