// SPDX-License-Identifier: Apache-2.0
/* Prints declared objects as JSON: lists of streams, tags and promotions, a stream in detail, and
 * the explanation of a tag. */
#include "manifests/base/duration.h"
#include "reconciler/report/json/json_records.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_history.h"
#include "reconciler/report/view_promotions.h"
#include "reconciler/report/view_tags.h"

static json_t *policy_json(const struct tag_policy *policy)
{
    char buffer[MOMENT_TEXT_MAX];
    json_t *object = value_object(), *hold = json_null();
    value_set(object, "follow", value_text(policy->follow != NULL ? policy->follow->text : NULL));
    value_set(object, "platforms", value_text(policy->platforms));
    value_set(object, "settle",
              policy->settle >= 0 ? value_text(duration_print(policy->settle, buffer))
                                  : json_null());
    if (policy->hold.set) {
        hold = value_object();
        value_set(hold, "until", value_when(policy->hold.until));
        value_set(hold, "reason", value_text(policy->hold.reason));
    }
    value_set(object, "hold", hold);
    value_set(object, "deny", value_texts(policy->denied, policy->denied_count));
    return object;
}

static json_t *tag_json(struct arena *arena, const struct tag_view *view)
{
    json_t *object = value_object();
    const struct stream_tag *entry = view->entry;
    struct tag_policy policy = stream_tag_policy(arena, view->stream, view->tag);
    value_set(object, "namespace", value_text(view->stream->environment));
    value_set(object, "stream", value_text(view->stream->spec->name));
    value_set(object, "tag", value_text(view->tag));
    value_set(object, "spec", value_text(view->spec));
    value_set(object, "source", value_text(view_source(arena, entry)));
    value_set(object, "digest", value_text(view_digest(view)));
    value_set(object, "state",
              value_text(view->row != NULL ? row_state_word(row_state(view->row)) : NULL));
    value_set(object, "reason",
              value_text(view->row != NULL ? reason_word(view->row->reason) : NULL));
    value_set(object, "policy", policy_json(&policy));
    value_set(object, "place",
              entry != NULL ? value_place(view->stream->file, entry->line, entry->column, NULL)
                            : json_null());
    return object;
}

static json_t *stream_json(const struct report *report, const row_list *rows,
                           const struct stream *stream)
{
    arena_scope struct arena arena = {0};
    json_t *object = value_object(), *tags = value_array();
    tag_views views = view_tags(&arena, report, rows, stream);
    list_each (view, &views)
        value_add(tags, tag_json(&arena, view));
    value_set(object, "namespace", value_text(stream->environment));
    value_set(object, "name", value_text(stream->spec->name));
    value_set(object, "lookupLocal", json_boolean(stream->spec->lookup_local));
    value_set(object, "shared", json_boolean(stream->shared));
    value_set(object, "place",
              value_place(stream->file, stream->spec->line, stream->spec->column, NULL));
    value_set(object, "tags", tags);
    return object;
}

void json_streams(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "StreamList"), *items = value_array();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams)
        if (view_selects(report, stream))
            value_add(items, stream_json(report, &rows, stream));
    value_set(document, "items", items);
    value_print(document, out);
}

void json_tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "TagList"), *items = value_array();
    row_list rows = view_rows(&arena, report);
    tag_views views = view_all_tags(&arena, report, &rows);
    list_each (view, &views)
        value_add(items, tag_json(&arena, view));
    value_set(document, "items", items);
    value_print(document, out);
}

static json_t *entry_json(const struct path_entry *entry)
{
    json_t *object = value_object(), *gates = value_array();
    for (size_t i = 0; i < entry->gate_count; i++) {
        json_t *gate = value_object();
        value_set(gate, "kind", value_text(gate_word(entry->gates[i].kind)));
        value_set(gate, "value", value_text(entry->gates[i].text));
        value_add(gates, gate);
    }
    value_set(object, "namespace", value_text(entry->namespace));
    value_set(object, "by", value_text(hop_by_word(entry->by)));
    value_set(object, "from", value_texts(entry->from, entry->from_count));
    value_set(object, "join", value_text(entry->join == HOP_JOIN_ANY ? "any" : "all"));
    value_set(object, "gates", gates);
    value_set(object, "copyTo", value_text(entry->copy_to));
    return object;
}

/* Returns the state. The value "in step" stays, because JSON values never change, although people
 * read "up to date". */
static const char *promotion_state(struct arena *arena, const struct declared_promotion *item,
                                   const struct promotion_view *view)
{
    bool all = view->hops > 0 && view->steady == view->hops;
    return all ? "in step" : view_promotion_state(arena, item, view);
}

void json_promotions(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "PromotionList"), *items = value_array();
    promotion_views views = view_promotions(&arena, report);
    list_each (item, &report->declared->promotions) {
        const struct promotion *promotion = item->promotion;
        if (!view_promotion_selected(report, promotion))
            continue;
        const struct promotion_view *view = view_promotion(&views, promotion);
        json_t *object = value_object(), *path = value_array(), *hops = value_object();
        for (size_t i = 0; i < promotion->entry_count; i++)
            value_add(path, entry_json(&promotion->entries[i]));
        value_set(hops, "all", value_number(view->hops));
        value_set(hops, "inStep", value_number(view->steady));
        value_set(hops, "behind", value_number(view->behind));
        value_set(hops, "blocked", value_number(view->blocked));
        value_set(hops, "unknown", value_number(view->unknown));
        value_set(object, "name", value_text(promotion->name));
        value_set(object, "streams", value_texts(promotion->streams, promotion->stream_count));
        value_set(object, "tag", value_text(promotion->tag));
        value_set(object, "together", json_boolean(promotion->together));
        value_set(object, "path", path);
        value_set(object, "state", value_text(promotion_state(&arena, item, view)));
        value_set(object, "hops", hops);
        value_set(object, "place",
                  value_place(item->file, promotion->line, promotion->column, NULL));
        value_add(items, object);
    }
    value_set(document, "items", items);
    value_print(document, out);
}

/* Returns all rows of a stream, or of one of its tags. */
static json_t *rows_json(const row_list *rows, const struct stream *stream, const char *tag)
{
    json_t *array = value_array();
    row_list own = view_rows_of(rows, stream->environment, stream->spec->name);
    list_each (row, &own)
        if (tag == NULL || text_equal((*row)->tag, tag))
            value_add(array, json_row(*row));
    return array;
}

void json_stream(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "Stream"), *items = value_array();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_selects(report, stream))
            continue;
        json_t *object = stream_json(report, &rows, stream);
        value_set(object, "rows", rows_json(&rows, stream, report->only.tag));
        value_set(object, "history", json_records_recent(report, stream, VIEW_RECENT));
        value_add(items, object);
    }
    value_set(document, "items", items);
    value_print(document, out);
}

static json_t *answer_json(const struct report *report, const char *key)
{
    static const char *const states[] = {
        [ANSWER_FOUND] = "found", [ANSWER_NONE] = "none", [ANSWER_UNKNOWN] = "unknown"};
    TABLE_COMPLETE(states, ANSWER_UNKNOWN + 1);
    static const char *const forms[] = {
        [IMAGE_FORM_UNKNOWN] = NULL, [IMAGE_FORM_SINGLE] = "single", [IMAGE_FORM_INDEX] = "index"};
    TABLE_COMPLETE(forms, IMAGE_FORM_INDEX + 1);
    const struct answer *answer = NULL;
    if (report->observed != NULL)
        answer = observed_find(report->observed, (struct question){QUESTION_TAG_DIGEST, key});
    json_t *object = value_object();
    value_set(object, "key", value_text(key));
    value_set(object, "state", value_text(answer != NULL ? states[answer->state] : NULL));
    value_set(object, "digest", value_text(answer != NULL ? answer->digest : NULL));
    value_set(object, "form", value_text(answer != NULL ? forms[answer->form] : NULL));
    value_set(object, "word", value_text(answer != NULL ? answer->word : NULL));
    value_set(object, "why", value_text(answer != NULL ? answer->why : NULL));
    return object;
}

void json_explanation(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = value_document(report, "Explanation"), *items = value_array();
    row_list rows = view_rows(&arena, report);
    tag_views views = view_all_tags(&arena, report, &rows);
    list_each (view, &views) {
        const struct stream_tag *entry = view->entry;
        bool asked =
            entry != NULL && entry->from_kind == FROM_DOCKER_IMAGE && entry->reference.host != NULL;
        json_t *object = tag_json(&arena, view);
        value_set(object, "answer",
                  asked ? answer_json(report, reference_tag_key(&arena, &entry->reference))
                        : json_null());
        value_set(object, "rows", rows_json(&rows, view->stream, view->tag));
        value_add(items, object);
    }
    value_set(document, "items", items);
    value_print(document, out);
}
