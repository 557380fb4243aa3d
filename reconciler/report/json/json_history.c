// SPDX-License-Identifier: Apache-2.0
/* What was, as JSON: records, what tags meant, where an image is and was, environments. */
#include "reconciler/report/json/json_records.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_environments.h"
#include "reconciler/report/view_history.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"
#include "reconciler/report/view_where.h"

void json_history(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "History"), *items = array_make();
    past_views pasts = view_pasts(&arena, report);
    list_each (past, &pasts) {
        const struct record *head = past->standing.head;
        json_t *object = json_records_tag(past);
        object_set(object, "digest", to_text(head != NULL ? head->digest : NULL));
        object_set(object, "since", to_when(head != NULL ? past->standing.since : MOMENT_NEVER));
        object_set(object, "held", json_boolean(past->standing.held != NULL));
        object_set(object, "records", json_records(past, SIZE_MAX));
        array_add(items, object);
    }
    object_set(document, "journal", json_records_journal(report));
    object_set(document, "items", items);
    document_print(document, out);
}

void json_past_tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "PastTagList"), *items = array_make();
    past_views pasts = view_pasts(&arena, report);
    list_each (past, &pasts) {
        json_t *object = json_records_tag(past);
        json_records_stretch(object, past, view_stretch_at(past, report->only.at));
        array_add(items, object);
    }
    object_set(document, "at", to_when(report->only.at));
    object_set(document, "journal", json_records_journal(report));
    object_set(document, "items", items);
    document_print(document, out);
}

void json_where(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct where_view where = view_where(&arena, report);
    json_t *document = document_make(report, "Where"), *now = array_make(), *had = array_make();
    list_each (place, &where.now) {
        const struct row *row = place->row;
        json_t *object = object_make();
        object_set(object, "kind", to_text(row_kind_word(row->kind)));
        object_set(object, "object", to_text(row->object));
        object_set(object, "namespace", to_text(row->namespace));
        object_set(object, "stream", to_text(row->stream));
        object_set(object, "tag", to_text(row->tag));
        object_set(object, "workload", json_workload(row->consumer));
        object_set(object, "digest", to_text(row->current_digest));
        object_set(object, "since",
                   to_when(place->stretch != NULL ? place->stretch->since : MOMENT_NEVER));
        object_set(object, "place", to_place(row->file, row->line, row->column, row->site));
        array_add(now, object);
    }
    list_each (view, &where.had) {
        json_t *object = json_records_tag(view->past);
        json_records_stretch(object, view->past, view->stretch);
        array_add(had, object);
    }
    object_set(document, "asked", to_text(report->only.digest));
    object_set(document, "journal", json_records_journal(report));
    object_set(document, "digests", to_texts(where.digests.items, where.digests.count));
    object_set(document, "now", now);
    object_set(document, "stretches", had);
    document_print(document, out);
}

static json_t *environment_json(const struct environment_view *view)
{
    json_t *object = object_make(), *lag = json_null();
    const struct row *row = view->row;
    if (view->lag_known) {
        lag = object_make();
        object_set(lag, "moves", to_number(view->moves));
        object_set(lag, "since", to_when(view->behind_since));
    }
    object_set(object, "namespace", to_text(view->namespace));
    object_set(object, "digest", to_text(view->digest));
    object_set(object, "since",
               to_when(view->stretch != NULL ? view->stretch->since : MOMENT_NEVER));
    object_set(object, "rebuilt", json_boolean(view->stretch != NULL && view->stretch->rebuilt));
    object_set(object, "lag", lag);
    object_set(object, "state", to_text(row != NULL ? row_state_word(row_state(row)) : NULL));
    object_set(object, "reason", to_text(row != NULL ? reason_word(row->reason) : NULL));
    object_set(object, "detail", to_text(row != NULL ? row->detail : NULL));
    object_set(object, "wantedDigest", to_text(row != NULL ? row->wanted_digest : NULL));
    object_set(object, "next", to_when(row != NULL ? row->next : MOMENT_NEVER));
    return object;
}

void json_environments(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "EnvironmentList"), *items = array_make();
    row_list rows = view_rows(&arena, report);
    list_each (item, &report->declared->promotions) {
        if (!view_promotion_meant(report, item->promotion))
            continue;
        lane_views lanes = view_lanes(&arena, report, &rows, item->promotion);
        list_each (lane, &lanes) {
            json_t *object = object_make(), *environments = array_make();
            list_each (view, &lane->environments)
                array_add(environments, environment_json(view));
            object_set(object, "promotion", to_text(item->promotion->name));
            object_set(object, "stream", to_text(lane->stream));
            object_set(object, "tag", to_text(item->promotion->tag));
            object_set(object, "environments", environments);
            array_add(items, object);
        }
    }
    object_set(document, "journal", json_records_journal(report));
    object_set(document, "items", items);
    document_print(document, out);
}
