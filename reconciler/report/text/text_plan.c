// SPDX-License-Identifier: Apache-2.0
/* A plan as text: the rows that would be written, those that are not and why, the outcome. */
#include "reconciler/report/printers.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/text/text_row.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_promotions.h"

enum { OBJECT_MAX = 44 };

struct group {
    const char *title;
    enum row_kind kind;                /* of rows that write or are steady */
    const struct promotion *promotion; /* ROW_HOP */
    bool by_state;                     /* rows of any kind with `state` */
    enum row_state state;
};

static bool in_group(const struct group *group, const struct row *row)
{
    enum row_state state = row_state(row);
    if (group->by_state)
        return state == group->state;
    return row->kind == group->kind && (state == ROW_WRITES || state == ROW_STEADY) &&
           (row->kind != ROW_HOP ||
            (row->hop != NULL ? row->hop->promotion : NULL) == group->promotion);
}

static void print_group(const struct report *report, struct arena *arena, FILE *out,
                        const struct group *group)
{
    size_t wide = 0, steady = 0, shown = 0;
    list_each (row, &report->plan->rows) {
        if (!in_group(group, row))
            continue;
        if (row_state(row) == ROW_STEADY && !report->all) {
            steady++;
            continue;
        }
        size_t width = shown_width(row->object);
        wide = width > wide && width <= OBJECT_MAX ? width : wide;
        shown++;
    }
    if (shown + steady == 0)
        return;
    fputc('\n', out);
    text_paint_wrapped(report, out, TEXT_BOLD, group->title, 0, 4);
    fputc('\n', out);
    list_each (row, &report->plan->rows)
        if (in_group(group, row) && (row_state(row) != ROW_STEADY || report->all))
            text_row(report, arena, out, row, wide);
    if (steady > 0) {
        fputs("  ", out);
        text_paint(report, out, TEXT_DIM,
                   arena_print(arena, "= %zu %sup to date", steady, shown > 0 ? "more " : ""));
        fputc('\n', out);
    }
}

static void print_groups(const struct report *report, struct arena *arena, FILE *out)
{
    print_group(report, arena, out, &(struct group){.title = "Tags", .kind = ROW_TAG});
    list_each (item, &report->declared->promotions) {
        const char *title = arena_print(arena, "Promotion %s: %s", item->promotion->name,
                                        view_path(arena, item->promotion));
        print_group(report, arena, out,
                    &(struct group){.title = title, .kind = ROW_HOP, .promotion = item->promotion});
    }
    print_group(report, arena, out, &(struct group){.title = "Promotions", .kind = ROW_HOP});
    print_group(report, arena, out, &(struct group){.title = "Workloads", .kind = ROW_CONSUMER});
    static const struct group others[] = {
        {.title = "Waiting", .by_state = true, .state = ROW_WAITS},
        {.title = "Blocked", .by_state = true, .state = ROW_BLOCKED},
        {.title = "Unknown", .by_state = true, .state = ROW_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        print_group(report, arena, out, &others[i]);
}

static void print_patch(const struct report *report, FILE *out)
{
    if (!report->patch || report->change == NULL || report->change->files.count == 0)
        return;
    fputc('\n', out);
    if (!report->color) {
        unified_print_change(out, report->change);
        return;
    }
    text_paint_patch(report, out);
}

void text_plan(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    const struct plan *plan = report->plan;
    size_t column = 0;
    if (report->source != NULL) {
        const char *name = report->source->name != NULL ? report->source->name : "";
        const char *base = arena_print(&arena, " (%s): ", view_base(&arena, report));
        text_paint(report, out, TEXT_BOLD, name);
        fputs(base, out);
        column = shown_width(name) + shown_width(base);
    }
    text_paint_wrapped(report, out, TEXT_PLAIN, view_plan_counts(&arena, report), column, 2);
    fputc('\n', out);
    const char *advice = view_advice(&arena, report);
    if (advice != NULL)
        fprintf(out, "\n%s", advice);
    print_groups(report, &arena, out);
    if (plan->notes.count + plan->questions.count > 0)
        fputc('\n', out);
    list_each (note, &plan->notes) {
        fputs("note: ", out);
        text_paint_wrapped(report, out, TEXT_PLAIN, *note, 6, 6);
        fputc('\n', out);
    }
    if (plan->questions.count > 0)
        fprintf(out, "note: %s without an answer; rows that depend on them are undecided\n",
                shown_count(&arena, plan->questions.count, "question"));
    if (report->declared->problems.count > 0)
        fprintf(out, "\n%s in the manifests; `weir lint` shows where\n",
                view_problem_words(&arena, report));
    print_patch(report, out);
    fputc('\n', out);
    text_paint_wrapped(report, out, TEXT_BOLD, view_last_line(&arena, report), 0, 2);
    fputc('\n', out);
}
