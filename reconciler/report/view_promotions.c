// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_promotions.h"

bool view_promotion_selected(const struct report *report, const struct promotion *promotion)
{
    const struct report_only *only = &report->only;
    if (only->promotion != NULL && !text_equal(only->promotion, promotion->name))
        return false;
    bool passes = only->namespace == NULL;
    for (size_t i = 0; i < promotion->entry_count && !passes; i++)
        passes = text_equal(promotion->entries[i].namespace, only->namespace);
    return passes;
}

static int by_address(const void *a, const void *b)
{
    const struct promotion_view *left = a, *right = b;
    uintptr_t one = (uintptr_t)left->promotion, two = (uintptr_t)right->promotion;
    return (one > two) - (one < two);
}

static void count_row(const struct row *row, struct promotion_view *view)
{
    enum row_state state = row_state(row);
    view->hops++;
    view->steady += state == ROW_STEADY;
    view->behind += state == ROW_WRITES || state == ROW_WAITS;
    view->blocked += state == ROW_BLOCKED;
    view->unknown += state == ROW_UNKNOWN;
}

promotion_views view_promotions(struct arena *arena, const struct report *report)
{
    promotion_views views = {0};
    list_each (item, &report->declared->promotions)
        *list_add(arena, &views) = (struct promotion_view){.promotion = item->promotion};
    list_sort(&views, by_address);
    for (size_t i = 0; report->plan != NULL && i < report->plan->rows.count; i++) {
        const struct row *row = &report->plan->rows.items[i];
        struct promotion_view key = {.promotion = row->hop != NULL ? row->hop->promotion : NULL};
        struct promotion_view *view =
            row->kind == ROW_HOP ? list_find(&views, &key, by_address) : NULL;
        if (view != NULL)
            count_row(row, view);
    }
    return views;
}

const struct promotion_view *view_promotion(const promotion_views *views,
                                            const struct promotion *promotion)
{
    const struct promotion_view key = {.promotion = promotion};
    return list_find(views, &key, by_address);
}

const char *view_promotion_state(struct arena *arena, const struct declared_promotion *item,
                                 const struct promotion_view *view)
{
    if (view->hops == 0)
        return item->problem != NULL ? "problem" : "-";
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
