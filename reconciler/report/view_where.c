// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_where.h"

#include "reconciler/report/shown.h"

static int by_start(const void *a, const void *b)
{
    const struct had_view *left = a, *right = b;
    if (left->stretch->since != right->stretch->since)
        return left->stretch->since < right->stretch->since ? -1 : 1;
    return 0;
}

/* Searches the images of all rows and all tags' histories. */
static struct digest_search search_digests(const struct report *report,
                                           const tag_histories *histories)
{
    struct digest_search search = {.wanted = report->only.digest};
    for (size_t i = 0; report->plan != NULL && i < report->plan->rows.count; i++)
        digest_search_add(&search, report->plan->rows.items[i].current_digest);
    list_each (history, histories)
        list_each (stretch, &history->stretches)
            digest_search_add(&search, stretch->digest);
    return search;
}

struct where_view view_where(struct arena *arena, const struct report *report)
{
    tag_histories *histories = arena_new(arena, tag_histories);
    *histories = view_histories(arena, report);
    struct where_view where = {.search = search_digests(report, histories)};
    const char *digest = digest_search_only(&where.search);
    if (digest == NULL)
        return where;
    for (size_t i = 0; report->plan != NULL && i < report->plan->rows.count; i++) {
        const struct row *row = &report->plan->rows.items[i];
        if (!text_equal(row->current_digest, digest))
            continue;
        const struct tag_history *history =
            row->kind != ROW_CONSUMER ? view_history_of(histories, row) : NULL;
        *list_add(arena, &where.now) = (struct place_view){
            row, history != NULL ? view_stretch_now(history, row->current_digest) : NULL};
    }
    list_each (history, histories)
        list_each (stretch, &history->stretches)
            if (text_equal(stretch->digest, digest))
                *list_add(arena, &where.had) = (struct had_view){history, stretch};
    list_sort(&where.had, by_start);
    return where;
}

struct table view_now_table(struct arena *arena, const struct report *report,
                            const struct where_view *where)
{
    static const char *const heads[] = {"NOW IN", "IMAGE", "AGE", "FILE"};
    struct table table = table_make(arena, heads, 4);
    list_each (place, &where->now) {
        const struct row *row = place->row;
        table_add(&table, row->object);
        table_add(&table, shown_digest(arena, row->current_digest));
        table_add(&table, view_since(arena, place->stretch, report->now));
        table_add(&table, shown_place(arena, row->file, row->line, row->column));
    }
    return table;
}

struct table view_had_table(struct arena *arena, const struct report *report,
                            const struct where_view *where)
{
    static const char *const heads[] = {"TAG", "IMAGE", "FROM", "TO", "FOR", "KIND"};
    struct table table = table_make(arena, heads, 6);
    list_each (had, &where->had) {
        char since[MOMENT_TEXT_MAX], until[MOMENT_TEXT_MAX];
        const struct stretch *stretch = had->stretch;
        bool lasts = stretch->until == MOMENT_NEVER;
        moment end = lasts ? report->now : stretch->until;
        const struct tag_history *history = had->history;
        table_add(&table, arena_print(arena, "%s/%s:%s", history->namespace, history->stream,
                                      history->tag));
        table_add(&table, shown_digest(arena, stretch->digest));
        table_add(&table, view_time(stretch_since(stretch), since));
        table_add(&table, lasts                    ? "now"
                          : stretch->until_unknown ? "unknown"
                                                   : moment_print(stretch->until, until));
        table_add(&table, view_since(arena, stretch, end));
        table_add(&table, view_record_words(arena, history, stretch->record));
    }
    return table;
}
