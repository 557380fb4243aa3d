// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_environments.h"

#include "reconciler/report/shown.h"

/* Values that the lanes of a promotion share. */
struct lane_lookup {
    struct arena *arena;
    const struct report *report;
    const struct promotion *promotion;
    const row_list *rows;
};

static int compare_tags(const void *a, const void *b)
{
    const struct row *left = *(const struct row *const *)a;
    const struct row *right = *(const struct row *const *)b;
    return tag_name_compare((struct tag_name){left->environment, left->stream, left->tag},
                            (struct tag_name){right->environment, right->stream, right->tag});
}

row_list view_lane_rows(struct arena *arena, const struct report *report)
{
    row_list rows = {0};
    for (size_t i = 0; report->plan != NULL && i < report->plan->rows.count; i++)
        if (report->plan->rows.items[i].kind != ROW_CONSUMER)
            *list_add(arena, &rows) = &report->plan->rows.items[i];
    list_sort(&rows, compare_tags);
    return rows;
}

static const struct row *row_of(const struct lane_lookup *lookup, const char *namespace,
                                const char *stream)
{
    const struct row wanted = {
        .environment = namespace, .stream = stream, .tag = lookup->promotion->tag};
    const struct row *key = &wanted;
    const struct row *const *found = list_find(lookup->rows, &key, compare_tags);
    return found != NULL ? *found : NULL;
}

static struct tag_history history_of(const struct lane_lookup *lookup, const char *namespace,
                                     const char *stream)
{
    const char *tag = lookup->promotion->tag;
    struct tag_history history = {
        .journal = journal_find(view_journal(lookup->report), namespace, stream, tag)};
    journal_stretches(lookup->arena, history.journal, lookup->report->now, &history.stretches);
    return history;
}

/* Counts the images that the previous environment got after the image in this environment. */
static void set_lag(const stretches *before, struct environment_view *view)
{
    view->behind_since = MOMENT_NEVER;
    for (size_t i = before->count; i-- > 0 && view->digest != NULL;) {
        if (!text_equal(before->items[i].digest, view->digest))
            continue;
        view->lag_known = true;
        view->moves = before->count - 1 - i;
        if (view->moves > 0)
            view->behind_since = stretch_since(&before->items[i + 1]);
        return;
    }
}

/* Sets the lag. If there are several previous environments, the largest lag counts. */
static void find_lag(const struct lane_lookup *lookup, const struct hop *hop,
                     struct environment_view *view)
{
    for (size_t i = 0; i < hop->from_count; i++) {
        struct environment_view one = {.digest = view->digest};
        const struct row *row = row_of(lookup, hop->from[i], hop->stream);
        const struct tag_history before = history_of(lookup, hop->from[i], hop->stream);
        set_lag(&before.stretches, &one);
        /* Without a record, equal digests still count as up to date. */
        if (!one.lag_known && row != NULL && one.digest != NULL)
            one.lag_known = text_equal(row->current_digest, one.digest);
        if (!one.lag_known || (view->lag_known && one.moves <= view->moves))
            continue;
        view->lag_known = true;
        view->moves = one.moves;
        view->behind_since = one.behind_since;
    }
}

static void add_environment(const struct lane_lookup *lookup, const char *namespace,
                            struct lane_view *lane)
{
    struct environment_view *view = list_add(lookup->arena, &lane->environments);
    view->namespace = namespace;
    view->row = row_of(lookup, namespace, lane->stream);
    view->digest = view->row != NULL ? view->row->current_digest : NULL;
    view->behind_since = MOMENT_NEVER;
    const struct tag_history history = history_of(lookup, namespace, lane->stream);
    view->stretch = view_stretch_now(&history, view->digest);
    const struct hop *hop =
        declared_hop(lookup->report->declared, namespace, lane->stream, lookup->promotion->tag);
    if (hop != NULL && hop->promotion == lookup->promotion)
        find_lag(lookup, hop, view);
}

lane_views view_lanes(struct arena *arena, const struct report *report, const row_list *rows,
                      const struct declared_promotion *declared)
{
    lane_views lanes = {0};
    const struct promotion *promotion = declared->promotion;
    const struct lane_lookup lookup = {arena, report, promotion, rows};
    for (size_t at = 0; at < declared->hop_count; at++) {
        const struct hop *hop = &report->declared->hops.items[declared->first_hop + at];
        bool there =
            lanes.count > 0 && text_equal(lanes.items[lanes.count - 1].stream, hop->stream);
        if (there)
            continue;
        struct lane_view *lane = list_add(arena, &lanes);
        lane->stream = hop->stream;
        for (size_t i = 0; i < promotion->entry_count; i++)
            if (promotion->entries[i].namespace != NULL)
                add_environment(&lookup, promotion->entries[i].namespace, lane);
    }
    return lanes;
}

const char *view_lag(struct arena *arena, const struct environment_view *view, moment now)
{
    if (!view->lag_known)
        return "-";
    if (view->moves == 0)
        return "up to date";
    const char *age = view->behind_since != MOMENT_NEVER ? view_age(arena, now - view->behind_since)
                                                         : "unknown time";
    return arena_print(arena, "%s, %s", shown_count(arena, view->moves, "move"), age);
}

const char *view_pending(struct arena *arena, const struct environment_view *view)
{
    char next[MOMENT_TEXT_MAX];
    const struct row *row = view->row;
    if (row == NULL)
        return "-";
    if (row->next == MOMENT_NEVER)
        return reason_word(row->reason);
    return arena_print(arena, "%s until %s", reason_word(row->reason),
                       moment_print(row->next, next));
}

struct table view_environment_table(struct arena *arena, const struct report *report,
                                    const row_list *rows,
                                    const struct declared_promotion *promotion)
{
    static const char *const heads[] = {"STREAM", "ENVIRONMENT", "IMAGE", "AGE", "LAG", "STATE"};
    struct table table = table_make(arena, heads, 6);
    lane_views lanes = view_lanes(arena, report, rows, promotion);
    list_each (lane, &lanes)
        list_each (view, &lane->environments) {
            table_add(&table, lane->stream);
            table_add(&table, view->namespace);
            table_add(&table, view->digest != NULL ? shown_digest(arena, view->digest) : "-");
            table_add(&table, view_since(arena, view->stretch, report->now));
            table_add(&table, view_lag(arena, view, report->now));
            table_add(&table, view_pending(arena, view));
        }
    return table;
}
