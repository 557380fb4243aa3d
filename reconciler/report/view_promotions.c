// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_promotions.h"

bool view_promotion_meant(const struct report *report, const struct promotion *promotion)
{
    const struct report_only *only = &report->only;
    if (only->promotion != NULL && !text_equal(only->promotion, promotion->name))
        return false;
    bool passes = only->namespace == NULL;
    for (size_t i = 0; i < promotion->entry_count && !passes; i++)
        passes = text_equal(promotion->entries[i].namespace, only->namespace);
    return passes;
}

struct promotion_view view_promotion(const struct report *report,
                                     const struct declared_promotion *promotion)
{
    struct promotion_view view = {.declared = promotion};
    if (report->plan == NULL)
        return view;
    list_each (row, &report->plan->rows) {
        if (row->kind != ROW_HOP || row->hop == NULL || row->hop->promotion != promotion->promotion)
            continue;
        enum row_state state = row_state(row);
        view.hops++;
        view.steady += state == ROW_STEADY;
        view.behind += state == ROW_WRITES || state == ROW_WAITS;
        view.blocked += state == ROW_BLOCKED;
        view.unknown += state == ROW_UNKNOWN;
    }
    return view;
}

const char *view_promotion_state(struct arena *arena, const struct promotion_view *view)
{
    if (view->hops == 0)
        return view->declared->problem != NULL ? "problem" : "-";
    if (view->steady == view->hops)
        return "up to date";
    const char *text = "";
    const struct {
        size_t count;
        const char *word;
    } parts[] = {{view->behind, "behind"}, {view->blocked, "blocked"}, {view->unknown, "unknown"}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].count > 0)
            text = arena_print(arena, "%s%s%zu %s", text, *text != '\0' ? ", " : "", parts[i].count,
                               parts[i].word);
    return text;
}

const char *view_path(struct arena *arena, const struct promotion *promotion)
{
    const char *text = "";
    for (size_t i = 0; i < promotion->entry_count; i++)
        text = arena_print(arena, "%s%s%s", text, i > 0 ? " → " : "",
                           promotion->entries[i].namespace != NULL ? promotion->entries[i].namespace
                                                                   : "?");
    return text;
}
