// SPDX-License-Identifier: Apache-2.0
/* Declared objects as JSON: streams, tags, promotions; one stream and one tag with all about them.
 */
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
    json_t *object = object_make(), *hold = json_null();
    object_set(object, "follow", to_text(policy->follow != NULL ? policy->follow->text : NULL));
    object_set(object, "platforms", to_text(policy->platforms));
    object_set(object, "settle",
               policy->settle >= 0 ? to_text(duration_print(policy->settle, buffer)) : json_null());
    if (policy->hold.set) {
        hold = object_make();
        object_set(hold, "until", to_when(policy->hold.until));
        object_set(hold, "reason", to_text(policy->hold.reason));
    }
    object_set(object, "hold", hold);
    object_set(object, "deny", to_texts(policy->denied, policy->denied_count));
    return object;
}

static json_t *tag_json(struct arena *arena, const struct tag_view *view)
{
    json_t *object = object_make();
    const struct stream_tag *entry = view->entry;
    struct tag_policy policy = stream_tag_policy(arena, view->stream, view->tag);
    object_set(object, "namespace", to_text(view->stream->namespace));
    object_set(object, "stream", to_text(view->stream->spec->name));
    object_set(object, "tag", to_text(view->tag));
    object_set(object, "spec", to_text(view->spec));
    object_set(object, "source", to_text(view_source(arena, entry)));
    object_set(object, "digest", to_text(view_digest(view)));
    object_set(object, "state",
               to_text(view->row != NULL ? row_state_word(row_state(view->row)) : NULL));
    object_set(object, "reason",
               to_text(view->row != NULL ? reason_word(view->row->reason) : NULL));
    object_set(object, "policy", policy_json(&policy));
    object_set(object, "place",
               entry != NULL ? to_place(view->stream->file, entry->line, entry->column, NULL)
                             : json_null());
    return object;
}

static json_t *stream_json(const struct report *report, const row_list *rows,
                           const struct stream *stream)
{
    arena_scope struct arena arena = {0};
    json_t *object = object_make(), *tags = array_make();
    tag_views views = view_tags(&arena, report, rows, stream);
    list_each (view, &views)
        array_add(tags, tag_json(&arena, view));
    object_set(object, "namespace", to_text(stream->namespace));
    object_set(object, "name", to_text(stream->spec->name));
    object_set(object, "lookupLocal", json_boolean(stream->spec->lookup_local));
    object_set(object, "shared", json_boolean(stream->shared));
    object_set(object, "place",
               to_place(stream->file, stream->spec->line, stream->spec->column, NULL));
    object_set(object, "tags", tags);
    return object;
}

void json_streams(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "StreamList"), *items = array_make();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams)
        if (view_meant(report, stream))
            array_add(items, stream_json(report, &rows, stream));
    object_set(document, "items", items);
    document_print(document, out);
}

void json_tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "TagList"), *items = array_make();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        tag_views views = view_tags(&arena, report, &rows, stream);
        list_each (view, &views)
            array_add(items, tag_json(&arena, view));
    }
    object_set(document, "items", items);
    document_print(document, out);
}

static json_t *entry_json(const struct path_entry *entry)
{
    json_t *object = object_make(), *gates = array_make();
    for (size_t i = 0; i < entry->gate_count; i++) {
        json_t *gate = object_make();
        object_set(gate, "kind", to_text(gate_word(entry->gates[i].kind)));
        object_set(gate, "value", to_text(entry->gates[i].text));
        array_add(gates, gate);
    }
    object_set(object, "namespace", to_text(entry->namespace));
    object_set(object, "by", to_text(hop_by_word(entry->by)));
    object_set(object, "from", to_texts(entry->from, entry->from_count));
    object_set(object, "join", to_text(entry->join == HOP_JOIN_ANY ? "any" : "all"));
    object_set(object, "gates", gates);
    object_set(object, "copyTo", to_text(entry->copy_to));
    return object;
}

void json_promotions(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "PromotionList"), *items = array_make();
    list_each (item, &report->declared->promotions) {
        const struct promotion *promotion = item->promotion;
        if (!view_promotion_meant(report, promotion))
            continue;
        struct promotion_view view = view_promotion(report, item);
        json_t *object = object_make(), *path = array_make(), *hops = object_make();
        for (size_t i = 0; i < promotion->entry_count; i++)
            array_add(path, entry_json(&promotion->entries[i]));
        object_set(hops, "all", to_number(view.hops));
        object_set(hops, "inStep", to_number(view.steady));
        object_set(hops, "behind", to_number(view.behind));
        object_set(hops, "blocked", to_number(view.blocked));
        object_set(hops, "unknown", to_number(view.unknown));
        object_set(object, "name", to_text(promotion->name));
        object_set(object, "streams", to_texts(promotion->streams, promotion->stream_count));
        object_set(object, "tag", to_text(promotion->tag));
        object_set(object, "together", json_boolean(promotion->together));
        object_set(object, "path", path);
        object_set(object, "state", to_text(view_promotion_state(&arena, &view)));
        object_set(object, "hops", hops);
        object_set(object, "place", to_place(item->file, promotion->line, promotion->column, NULL));
        array_add(items, object);
    }
    object_set(document, "items", items);
    document_print(document, out);
}

/* All rows of a stream, or of one of its tags. */
static json_t *rows_json(const row_list *rows, const struct stream *stream, const char *tag)
{
    json_t *array = array_make();
    row_list own = view_rows_of(rows, stream->namespace, stream->spec->name);
    list_each (row, &own)
        if (tag == NULL || text_equal((*row)->tag, tag))
            array_add(array, json_row(*row));
    return array;
}

void json_stream(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "Stream"), *items = array_make();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        json_t *object = stream_json(report, &rows, stream);
        object_set(object, "rows", rows_json(&rows, stream, report->only.tag));
        object_set(object, "history", json_records_recent(report, stream, VIEW_RECENT));
        array_add(items, object);
    }
    object_set(document, "items", items);
    document_print(document, out);
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
    json_t *object = object_make();
    object_set(object, "key", to_text(key));
    object_set(object, "state", to_text(answer != NULL ? states[answer->state] : NULL));
    object_set(object, "digest", to_text(answer != NULL ? answer->digest : NULL));
    object_set(object, "form", to_text(answer != NULL ? forms[answer->form] : NULL));
    object_set(object, "word", to_text(answer != NULL ? answer->word : NULL));
    object_set(object, "why", to_text(answer != NULL ? answer->why : NULL));
    return object;
}

void json_explanation(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "Explanation"), *items = array_make();
    row_list rows = view_rows(&arena, report);
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        tag_views views = view_tags(&arena, report, &rows, stream);
        list_each (view, &views) {
            const struct stream_tag *entry = view->entry;
            bool asked = entry != NULL && entry->from_kind == FROM_DOCKER_IMAGE &&
                         entry->reference.host != NULL;
            json_t *object = tag_json(&arena, view);
            object_set(object, "answer",
                       asked ? answer_json(report, reference_tag_key(&arena, &entry->reference))
                             : json_null());
            object_set(object, "rows", rows_json(&rows, stream, view->tag));
            array_add(items, object);
        }
    }
    object_set(document, "items", items);
    document_print(document, out);
}
