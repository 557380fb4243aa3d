// SPDX-License-Identifier: Apache-2.0
/* Prints a review as text: differences of policy come before differences of rows. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/view_review.h"

static const struct {
    const char *sign;
    enum text_color color;
} changes[] = {
    [REVIEW_ADDED] = {"+", TEXT_GOOD},
    [REVIEW_REMOVED] = {"-", TEXT_STOP},
    [REVIEW_CHANGED] = {"~", TEXT_MOVE},
};
TABLE_COMPLETE(changes, REVIEW_CHANGED + 1);

static void head_line(const struct report *report, FILE *out, enum review_change change,
                      const char *object, const char *what)
{
    fputs("  ", out);
    text_paint(report, out, changes[change].color, changes[change].sign);
    fputc(' ', out);
    text_paint(report, out, TEXT_BOLD, object);
    fprintf(out, "%s%s\n", what != NULL ? ": " : "", what != NULL ? what : "");
}

static void named_line(FILE *out, const char *name, const char *value)
{
    fprintf(out, "      %-6s", name);
    text_print_safe(out, value);
    fputc('\n', out);
}

static void place_line(const struct report *report, FILE *out, const char *place)
{
    if (place == NULL)
        return;
    fputs("      ", out);
    text_paint(report, out, TEXT_DIM, place);
    fputc('\n', out);
}

static void print_policies(const struct report *report, struct arena *arena, FILE *out)
{
    const struct review *review = report->review->review;
    if (review->policy.count == 0)
        return;
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, "Policy: what will be allowed");
    fputc('\n', out);
    list_each (row, &review->policy) {
        head_line(report, out, review_change_of(row), row->object, policy_word(row->what));
        if (row->before != NULL)
            named_line(out, "base", row->before);
        if (row->after != NULL)
            named_line(out, "head", row->after);
        place_line(report, out, view_policy_place(arena, row));
    }
}

static void print_rows(const struct report *report, struct arena *arena, FILE *out)
{
    const struct review *review = report->review->review;
    if (review->rows.count == 0)
        return;
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, "Rows: what a sync would do differently");
    fputc('\n', out);
    list_each (row, &review->rows) {
        const struct row *shown = row->head != NULL ? row->head : row->base;
        head_line(report, out, row->change, shown->object, NULL);
        named_line(out, "base", view_review_side(arena, row->base));
        named_line(out, "head", view_review_side(arena, row->head));
        place_line(report, out, shown_place(arena, shown->file, shown->line, shown->column));
    }
}

static void print_problems(const struct report *report, struct arena *arena, FILE *out)
{
    const struct review *review = report->review->review;
    if (review->problems.count == 0)
        return;
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, "New problems");
    fputc('\n', out);
    list_each (item, &review->problems) {
        const struct problem *problem = *item;
        const char *place = shown_place(arena, problem->path, problem->line, problem->column);
        fprintf(out, "  %s: ", severity_word(problem_severity(problem->code)));
        text_print_safe(out, problem->message != NULL ? problem->message
                                                      : problem_sentence(problem->code));
        fputc('\n', out);
        place_line(report, out, place);
    }
}

void text_review(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct report_review *review = report->review;
    if (report->source != NULL)
        text_paint(report, out, TEXT_BOLD,
                   report->source->name != NULL ? report->source->name : "");
    fprintf(out, " (%s, against %s): %s\n",
            view_revision(&arena, review->head_name, report->source),
            view_revision(&arena, review->base_name, review->base),
            view_review_counts(&arena, review->review));
    print_policies(report, &arena, out);
    print_rows(report, &arena, out);
    print_problems(report, &arena, out);
    const char *note = view_review_note(&arena, review, 0);
    if (note != NULL)
        fputc('\n', out);
    for (size_t i = 1; note != NULL; note = view_review_note(&arena, review, i++))
        fprintf(out, "note: %s\n", note);
}
