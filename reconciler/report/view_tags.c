// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/view_tags.h"

#include <string.h>

#include "manifests/values/priority.h"
#include "reconciler/report/view.h"

static int compare_streams(const void *a, const void *b)
{
    const struct row *left = *(const struct row *const *)a;
    const struct row *right = *(const struct row *const *)b;
    int order = strcmp(left->environment, right->environment);
    return order != 0 ? order : strcmp(left->stream, right->stream);
}

row_list view_rows(struct arena *arena, const struct report *report)
{
    row_list rows = {0};
    for (size_t i = 0; report->plan != NULL && i < report->plan->rows.count; i++)
        *list_add(arena, &rows) = &report->plan->rows.items[i];
    list_sort(&rows, compare_streams);
    return rows;
}

row_list view_rows_of(const row_list *rows, const char *namespace, const char *stream)
{
    const struct row wanted = {.environment = namespace, .stream = stream}, *key = &wanted;
    size_t first = list_place(rows->items, rows->count, sizeof key, &key, compare_streams);
    size_t end = first;
    while (end < rows->count && compare_streams(&key, &rows->items[end]) == 0)
        end++;
    return end > first ? (row_list){.items = rows->items + first, .count = end - first}
                       : (row_list){0};
}

static const char *spec_of(const struct report *report, const struct stream *stream,
                           const char *tag, const struct stream_tag *entry)
{
    const char *namespace = stream->environment, *name = stream->spec->name;
    if (declared_hop(report->declared, namespace, name, tag) != NULL)
        return "Promoted";
    if (declared_producer(report->declared, namespace, name, tag) != NULL || entry == NULL ||
        entry->from_kind == FROM_NONE)
        return "Push";
    if (entry->from_kind == FROM_STREAM_IMAGE)
        return "Fixed";
    if (entry->from_kind == FROM_STREAM_TAG) {
        bool own = (entry->from_stream == NULL || text_equal(entry->from_stream, name)) &&
                   (entry->from_namespace == NULL || text_equal(entry->from_namespace, namespace));
        return own ? "Alias" : "Track";
    }
    if (entry->scheduled || entry->policy.follow != NULL)
        return "Scheduled";
    if (entry->reference_only)
        return "Ref";
    return entry->reference.tag == NULL && entry->reference.digest != NULL ? "Fixed" : "Once";
}

static int by_priority(const void *a, const void *b)
{
    const struct tag_view *left = a, *right = b;
    return priority_compare(left->tag, right->tag);
}

static void add_tag(struct arena *arena, const struct report *report, const struct stream *stream,
                    const char *tag, const struct row *row, tag_views *views)
{
    if (report->only.tag != NULL && !text_equal(report->only.tag, tag))
        return;
    const struct stream_tag *entry = stream_tag_find(stream, tag);
    *list_add(arena, views) =
        (struct tag_view){stream, tag, entry, row, spec_of(report, stream, tag, entry)};
}

static int compare_target(const void *key, const void *item)
{
    const struct hop *hop = *(const struct hop *const *)item;
    return tag_name_compare(*(const struct tag_name *)key,
                            (struct tag_name){hop->to, hop->stream, hop->tag});
}

/* Adds the targets of promotion steps that have no entry in the stream. */
static void add_hops(struct arena *arena, const struct report *report, const struct stream *stream,
                     tag_views *views)
{
    const struct declared *declared = report->declared;
    const struct tag_name first = {stream->environment, stream->spec->name, ""};
    size_t at = list_place(declared->hops_by_target, declared->hops.count,
                           sizeof *declared->hops_by_target, &first, compare_target);
    for (; at < declared->hops.count; at++) {
        const struct hop *hop = declared->hops_by_target[at];
        if (!text_equal(hop->to, first.environment) || !text_equal(hop->stream, first.stream))
            return;
        if (stream_tag_find(stream, hop->tag) == NULL)
            add_tag(arena, report, stream, hop->tag, NULL, views);
    }
}

tag_views view_tags(struct arena *arena, const struct report *report, const row_list *rows,
                    const struct stream *stream)
{
    tag_views views = {0};
    row_list own = view_rows_of(rows, stream->environment, stream->spec->name);
    list_each (row, &own)
        if ((*row)->kind != ROW_CONSUMER)
            add_tag(arena, report, stream, (*row)->tag, *row, &views);
    list_sort(&views, by_priority);
    const tag_views with_row = views;
    for (size_t i = 0; i < stream->spec->tag_count; i++) {
        struct tag_view tag = {.tag = stream->spec->tags[i].name};
        if (list_find(&with_row, &tag, by_priority) == NULL)
            add_tag(arena, report, stream, tag.tag, NULL, &views);
    }
    if (report->plan == NULL) /* a plan has a row for each promotion step */
        add_hops(arena, report, stream, &views);
    list_sort(&views, by_priority);
    return views;
}

tag_views view_all_tags(struct arena *arena, const struct report *report, const row_list *rows)
{
    tag_views all = {0};
    list_each (stream, &report->declared->streams) {
        if (!view_selects(report, stream))
            continue;
        tag_views views = view_tags(arena, report, rows, stream);
        list_each (view, &views)
            *list_add(arena, &all) = *view;
    }
    return all;
}

const char *view_digest(const struct tag_view *view)
{
    if (view->row != NULL)
        return view->row->current_digest;
    return view->entry != NULL ? stream_tag_pin(view->entry) : NULL;
}

const char *view_source(struct arena *arena, const struct stream_tag *entry)
{
    if (entry == NULL)
        return NULL;
    bool tag = entry->from_kind == FROM_STREAM_TAG;
    switch (entry->from_kind) {
    case FROM_NONE:
        return NULL;
    case FROM_DOCKER_IMAGE:
        return entry->reference.text;
    case FROM_STREAM_TAG:
    case FROM_STREAM_IMAGE:
        if (tag && entry->from_stream == NULL)
            return entry->from_tag;
        return arena_print(arena, "%s%s%s%s%s",
                           entry->from_namespace != NULL ? entry->from_namespace : "",
                           entry->from_namespace != NULL ? "/" : "",
                           entry->from_stream != NULL ? entry->from_stream : "", tag ? ":" : "@",
                           tag ? entry->from_tag : entry->from_digest);
    }
    return NULL;
}
