// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_tables.h"

#include "manifests/base/set.h"
#include "reconciler/report/shown.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"

struct table view_stream_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAMESPACE", "NAME", "TAGS", "SOURCE"};
    struct table table = table_make(arena, heads, 4);
    row_list rows = view_rows(arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_selects(report, stream))
            continue;
        text_list tags = {0}, sources = {0};
        set_scope struct set known = {.kind = &set_texts};
        tag_views views = view_tags(arena, report, &rows, stream);
        list_each (view, &views) {
            *list_add(arena, &tags) = view->tag;
            if (view->entry == NULL || view->entry->from_kind != FROM_DOCKER_IMAGE ||
                view->entry->reference.name == NULL)
                continue;
            const char *source = view->entry->reference.name;
            if (set_add(&known, sources.items, sources.count, &source) == sources.count)
                *list_add(arena, &sources) = source;
        }
        table_add(&table, stream->environment);
        table_add(&table, stream->spec->name);
        table_add(&table, view_cut_list(arena, tags.items, tags.count, 40));
        table_add(&table, view_cut_list(arena, sources.items, sources.count, 40));
    }
    return table;
}

struct table view_tag_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAMESPACE", "NAME", "IMAGE", "SPEC", "STATE"};
    struct table table = table_make(arena, heads, 5);
    row_list rows = view_rows(arena, report);
    tag_views views = view_all_tags(arena, report, &rows);
    list_each (view, &views) {
        table_add(&table, view->stream->environment);
        table_add(&table, arena_print(arena, "%s:%s", view->stream->spec->name, view->tag));
        table_add(&table, shown_reference(arena, view_source(arena, view->entry)));
        table_add(&table, view->spec);
        table_add(&table, view->row != NULL ? reason_word(view->row->reason) : "-");
    }
    return table;
}

struct table view_promotion_table(struct arena *arena, const struct report *report)
{
    static const char *const heads[] = {"NAME", "STREAMS", "PATH", "STATE"};
    struct table table = table_make(arena, heads, 4);
    promotion_views views = view_promotions(arena, report);
    list_each (item, &report->declared->promotions) {
        const struct promotion *promotion = item->promotion;
        if (!view_promotion_selected(report, promotion))
            continue;
        table_add(&table, promotion->name);
        table_add(&table, view_cut_list(arena, promotion->streams, promotion->stream_count, 40));
        table_add(&table, view_path(arena, promotion));
        table_add(&table, view_promotion_state(arena, item, view_promotion(&views, promotion)));
    }
    return table;
}
