// SPDX-License-Identifier: Apache-2.0
/* Prints a plan as text: its rows in groups, with the reason of each row, then notes, the changed
 * lines and the outcome. */
#include "reconciler/report/fold.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/text/text_row.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"

enum { OBJECT_MAX = 44 };

/* The rows of a plan in the groups in which they are printed; each group is in the order of the
 * plan. */
struct row_groups {
    row_list kinds[ROW_KINDS]; /* rows that write or are up to date; steps (hops) by promotion */
    row_list states[ROW_UNKNOWN + 1]; /* all other rows */
};

static const struct promotion *promotion_of(const struct row *row)
{
    return row->hop != NULL ? row->hop->promotion : NULL;
}

static int by_promotion(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t)promotion_of(*(const struct row *const *)a);
    uintptr_t right = (uintptr_t)promotion_of(*(const struct row *const *)b);
    return (left > right) - (left < right);
}

static struct row_groups group_rows(struct arena *arena, const struct plan *plan)
{
    struct row_groups groups = {0};
    list_each (row, &plan->rows) {
        enum row_state state = row_state(row);
        bool kind = state == ROW_WRITES || state == ROW_STEADY;
        *list_add(arena, kind ? &groups.kinds[row->kind] : &groups.states[state]) = row;
    }
    list_sort(&groups.kinds[ROW_HOP], by_promotion);
    return groups;
}

/* Returns the rows of the steps (hops) of one promotion; for NULL, of the steps that belong to no
 * promotion. */
static row_list hops_of(const row_list *hops, const struct promotion *promotion)
{
    const struct hop hop = {.promotion = promotion};
    const struct row wanted = {.hop = &hop}, *key = &wanted;
    size_t first = list_place(hops->items, hops->count, sizeof key, &key, by_promotion);
    size_t end = first;
    while (end < hops->count && promotion_of(hops->items[end]) == promotion)
        end++;
    return end > first ? (row_list){.items = hops->items + first, .count = end - first}
                       : (row_list){0};
}

static bool listed(const struct report *report, const struct row *row)
{
    return row_state(row) != ROW_STEADY || view_alias_moves(row) || report->all;
}

static void print_group(const struct report *report, struct arena *arena, FILE *out,
                        const char *title, const row_list *rows)
{
    size_t wide = 0, steady = 0;
    if (rows->count == 0)
        return;
    list_each (row, rows) {
        size_t width = listed(report, *row) ? shown_width((*row)->object) : 0;
        wide = width > wide && width <= OBJECT_MAX ? width : wide;
        steady += !listed(report, *row);
    }
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, title);
    fputc('\n', out);
    list_each (row, rows)
        if (listed(report, *row))
            text_row(report, arena, out, *row, wide);
    if (steady > 0) {
        const char *more = steady < rows->count ? "more " : "";
        fputs("  ", out);
        text_paint(report, out, TEXT_DIM, arena_print(arena, "= %zu %sup to date", steady, more));
        fputc('\n', out);
    }
}

static void print_groups(const struct report *report, struct arena *arena, FILE *out)
{
    const struct row_groups groups = group_rows(arena, report->plan);
    const row_list *hops = &groups.kinds[ROW_HOP];
    print_group(report, arena, out, "Tags", &groups.kinds[ROW_TAG]);
    list_each (item, &report->declared->promotions) {
        const row_list rows = hops_of(hops, item->promotion);
        const char *title = arena_print(arena, "Promotion %s: %s", item->promotion->name,
                                        view_path(arena, item->promotion));
        print_group(report, arena, out, title, &rows);
    }
    const row_list others = hops_of(hops, NULL);
    print_group(report, arena, out, "Promotions", &others);
    print_group(report, arena, out, "Workloads", &groups.kinds[ROW_CONSUMER]);
    print_group(report, arena, out, "Waiting", &groups.states[ROW_WAITS]);
    print_group(report, arena, out, "Blocked", &groups.states[ROW_BLOCKED]);
    print_group(report, arena, out, "Unknown", &groups.states[ROW_UNKNOWN]);
}

static void print_patch(const struct report *report, FILE *out)
{
    if (!report->patch || report->change == NULL || report->change->files.count == 0)
        return;
    const char *mark = report->width > 0 ? FOLD_VERBATIM : "";
    fprintf(out, "\n%s", mark);
    if (report->color)
        text_paint_patch(report, out);
    else
        unified_print_change(out, report->change);
    fputs(mark, out);
}

void text_plan(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct plan *plan = report->plan;
    if (report->source != NULL) {
        const char *name = report->source->name != NULL ? report->source->name : "";
        text_paint(report, out, TEXT_BOLD, name);
        fprintf(out, " (%s): ", view_base(&arena, report));
    }
    text_print_safe(out, view_plan_counts(&arena, report));
    fputc('\n', out);
    const char *advice = view_advice(&arena, report);
    if (advice != NULL)
        fprintf(out, "\n%s", advice);
    print_groups(report, &arena, out);
    if (plan->notes.count + plan->questions.count > 0)
        fputc('\n', out);
    list_each (note, &plan->notes) {
        fputs("note: ", out);
        text_print_safe(out, *note);
        fputc('\n', out);
    }
    if (plan->questions.count > 0)
        fprintf(out, "note: there is no answer to %s; the rows that need one are not decided\n",
                shown_count(&arena, plan->questions.count, "question"));
    if (report->declared->problems.count > 0)
        fprintf(out, "\n%s in the manifests; `weir lint` shows where\n",
                view_problem_words(&arena, report));
    print_patch(report, out);
    fputc('\n', out);
    text_paint(report, out, TEXT_BOLD, view_last_line(&arena, report));
    fputc('\n', out);
}
