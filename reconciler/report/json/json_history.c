// SPDX-License-Identifier: Apache-2.0
/* Prints history as JSON: the records of tags, the images that tags had at a given time, the places
 * where an image is or was, and the environments of promotions. */
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
    json_t *document = value_document(report, "History"), *items = value_array();
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories) {
        const struct record *head = history->standing.head;
        json_t *object = json_records_tag(history);
        value_set(object, "digest", value_text(head != NULL ? head->digest : NULL));
        value_set(object, "since",
                  value_when(head != NULL && !history->standing.since_unknown
                                 ? history->standing.since
                                 : MOMENT_NEVER));
        value_set(object, "held", json_boolean(history->standing.held != NULL));
        value_set(object, "records", json_records(history, SIZE_MAX));
        value_add(items, object);
    }
    value_set(document, "journal", json_records_journal(report));
    value_set(document, "items", items);
    value_print(document, out);
}

void json_tags_at(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "PastTagList"), *items = value_array();
    tag_histories histories = view_histories(&arena, report);
    list_each (history, &histories) {
        json_t *object = json_records_tag(history);
        json_records_stretch(object, history, view_stretch_at(history, report->only.at));
        value_add(items, object);
    }
    value_set(document, "at", value_when(report->only.at));
    value_set(document, "journal", json_records_journal(report));
    value_set(document, "items", items);
    value_print(document, out);
}

void json_where(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct where_view where = view_where(&arena, report);
    json_t *document = value_document(report, "Where"), *now = value_array(), *had = value_array();
    list_each (place, &where.now) {
        const struct row *row = place->row;
        json_t *object = json_row_names(row);
        value_set(object, "workload", json_workload(row->consumer));
        value_set(object, "digest", value_text(row->current_digest));
        value_set(object, "since", value_when(stretch_since(place->stretch)));
        value_set(object, "place", value_place(row->file, row->line, row->column, row->site));
        value_add(now, object);
    }
    list_each (view, &where.had) {
        json_t *object = json_records_tag(view->history);
        json_records_stretch(object, view->history, view->stretch);
        value_add(had, object);
    }
    value_set(document, "asked", value_text(report->only.digest));
    value_set(document, "journal", json_records_journal(report));
    value_set(document, "digests", value_texts(where.search.found, where.search.count));
    value_set(document, "now", now);
    value_set(document, "stretches", had);
    value_print(document, out);
}

static json_t *environment_json(const struct environment_view *view)
{
    json_t *object = value_object(), *lag = json_null();
    const struct row *row = view->row;
    if (view->lag_known) {
        lag = value_object();
        value_set(lag, "moves", value_number(view->moves));
        value_set(lag, "since", value_when(view->behind_since));
    }
    value_set(object, "namespace", value_text(view->namespace));
    value_set(object, "digest", value_text(view->digest));
    value_set(object, "since", value_when(stretch_since(view->stretch)));
    value_set(object, "rebuilt", json_boolean(view->stretch != NULL && view->stretch->rebuilt));
    value_set(object, "lag", lag);
    value_set(object, "state", value_text(row != NULL ? row_state_word(row_state(row)) : NULL));
    value_set(object, "reason", value_text(row != NULL ? reason_word(row->reason) : NULL));
    value_set(object, "detail", value_text(row != NULL ? row->detail : NULL));
    value_set(object, "wantedDigest", value_text(row != NULL ? row->wanted_digest : NULL));
    value_set(object, "next", value_when(row != NULL ? row->next : MOMENT_NEVER));
    return object;
}

void json_environments(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "EnvironmentList"), *items = value_array();
    row_list rows = view_lane_rows(&arena, report);
    list_each (item, &report->declared->promotions) {
        if (!view_promotion_selected(report, item->promotion))
            continue;
        lane_views lanes = view_lanes(&arena, report, &rows, item);
        list_each (lane, &lanes) {
            json_t *object = value_object(), *environments = value_array();
            list_each (view, &lane->environments)
                value_add(environments, environment_json(view));
            value_set(object, "promotion", value_text(item->promotion->name));
            value_set(object, "stream", value_text(lane->stream));
            value_set(object, "tag", value_text(item->promotion->tag));
            value_set(object, "environments", environments);
            value_add(items, object);
        }
    }
    value_set(document, "journal", json_records_journal(report));
    value_set(document, "items", items);
    value_print(document, out);
}
