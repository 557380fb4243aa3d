// SPDX-License-Identifier: Apache-2.0
/*
 * The JSON format. Every key is always there, null when there is nothing to say; keys stand in the
 * order in which they are set here. docs/json.md describes each.
 */
#include <stdlib.h>

#include <jansson.h>

#include "reconciler/report/shown.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"

static json_t *text(const char *value)
{
    if (value == NULL)
        return json_null();
    arena_scope struct arena arena = {0};
    return memory_must(json_string(shown_utf8(&arena, value)));
}

static json_t *when(moment at)
{
    char buffer[MOMENT_TEXT_MAX];
    return at == MOMENT_NEVER ? json_null() : text(moment_print(at, buffer));
}

static json_t *number(size_t value)
{
    return memory_must(json_integer((json_int_t)value));
}

/* Takes the value over. */
static void set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, memory_must(value));
    memory_must(failed ? NULL : object);
}

static void add(json_t *array, json_t *value)
{
    int failed = json_array_append_new(array, memory_must(value));
    memory_must(failed ? NULL : array);
}

static json_t *object_make(void)
{
    return memory_must(json_object());
}

static json_t *array_make(void)
{
    return memory_must(json_array());
}

static json_t *texts(const char *const *items, size_t count)
{
    json_t *array = array_make();
    for (size_t i = 0; i < count; i++)
        add(array, text(items[i]));
    return array;
}

static json_t *document_make(const struct report *report, const char *kind)
{
    json_t *document = object_make(), *repository = object_make();
    set(document, "apiVersion", text("weir.dev/v1alpha1"));
    set(document, "kind", text(kind));
    const struct source *source = report->source;
    set(repository, "name", text(source != NULL ? source->name : NULL));
    set(repository, "commit", text(source != NULL ? source->commit : NULL));
    set(repository, "branch", text(source != NULL ? source->branch : NULL));
    set(document, "repository", repository);
    set(document, "time", when(report->now));
    return document;
}

static void document_print(json_t *document, FILE *out)
{
    json_dumpf(document, out, JSON_INDENT(2));
    fputc('\n', out);
    json_decref(document);
}

static json_t *place(const char *file, uint32_t line, uint32_t column, const char *site)
{
    if (file == NULL)
        return json_null();
    json_t *object = object_make();
    set(object, "file", text(file));
    set(object, "line", line > 0 ? number(line) : json_null());
    set(object, "column", line > 0 ? number(column) : json_null());
    set(object, "site", text(site));
    return object;
}

static json_t *value_json(const struct value *value)
{
    json_t *json = NULL;
    if (value == NULL)
        return json_null();
    switch (value->kind) {
    case NODE_SCALAR:
    case NODE_ALIAS:
        if (value->literal)
            json = json_loads(value->text, JSON_DECODE_ANY, NULL);
        return json != NULL ? json : text(value->text);
    case NODE_MAP:
        json = object_make();
        for (size_t i = 0; i < value->count; i++)
            set(json, value->children[i].key, value_json(&value->children[i]));
        return json;
    case NODE_LIST:
        json = array_make();
        for (size_t i = 0; i < value->count; i++)
            add(json, value_json(&value->children[i]));
        return json;
    }
    return json_null();
}

static json_t *edits_json(const struct row *row)
{
    static const char *const words[] = {
        [EDIT_REPLACE] = "replace", [EDIT_INSERT] = "insert", [EDIT_APPEND] = "append"};
    arena_scope struct arena arena = {0};
    json_t *array = array_make();
    for (size_t i = 0; i < row->edit_count; i++) {
        const struct edit *edit = &row->edits[i].edit;
        json_t *object = object_make();
        set(object, "kind", text(words[edit->kind]));
        set(object, "document", number(edit->path.document));
        set(object, "path", text(node_path_print(&arena, edit->path)));
        set(object, "key", text(edit->value != NULL ? edit->value->key : NULL));
        set(object, "expected", text(edit->expected));
        set(object, "value", value_json(edit->value));
        add(array, object);
    }
    return array;
}

static json_t *workload_json(const struct consumer *consumer)
{
    if (consumer == NULL)
        return json_null();
    json_t *object = object_make();
    set(object, "namespace", text(consumer->namespace));
    set(object, "kind", text(workload_kind_word(consumer->workload->kind)));
    set(object, "name", text(consumer->workload->name));
    set(object, "container", text(consumer->container->name));
    set(object, "init", json_boolean(consumer->container->init));
    set(object, "binding", text(view_binding(consumer->binding)));
    set(object, "paused", json_boolean(consumer->paused));
    return object;
}

static json_t *row_json(const struct row *row)
{
    json_t *object = object_make();
    set(object, "kind", text(row_kind_word(row->kind)));
    set(object, "object", text(row->object));
    set(object, "namespace", text(row->namespace));
    set(object, "stream", text(row->stream));
    set(object, "tag", text(row->tag));
    set(object, "promotion", text(row->hop != NULL ? row->hop->promotion->name : NULL));
    set(object, "workload", workload_json(row->consumer));
    set(object, "state", text(row_state_word(row_state(row))));
    set(object, "reason", text(reason_word(row->reason)));
    set(object, "sentence", text(reason_sentence(row->reason)));
    set(object, "trouble", json_boolean(reason_trouble(row->reason)));
    set(object, "action", text(action_word(row->action)));
    set(object, "current", text(row->current));
    set(object, "wanted", text(row->wanted));
    set(object, "currentDigest", text(row->current_digest));
    set(object, "wantedDigest", text(row->wanted_digest));
    set(object, "detail", text(row->detail));
    set(object, "hint", text(row->hint));
    set(object, "trail", texts(row->trail, row->trail_count));
    set(object, "next", when(row->next));
    set(object, "place", place(row->file, row->line, row->column, row->site));
    set(object, "edits", edits_json(row));
    return object;
}

static json_t *problem_json(const struct problem *problem)
{
    json_t *object = object_make();
    set(object, "code", text(problem_word(problem->code)));
    set(object, "severity", text(severity_word(problem_severity(problem->code))));
    set(object, "sentence", text(problem_sentence(problem->code)));
    set(object, "object", text(problem->object));
    set(object, "message", text(problem->message));
    set(object, "hint", text(problem->hint));
    set(object, "place", place(problem->path, problem->line, problem->column, NULL));
    return object;
}

static json_t *problems_json(const struct report *report)
{
    json_t *array = array_make();
    list_each (problem, &report->declared->problems)
        add(array, problem_json(problem));
    return array;
}

static json_t *files_json(const struct report *report)
{
    json_t *array = array_make();
    if (report->change == NULL)
        return array;
    list_each (file, &report->change->files) {
        json_t *object = object_make(), *rows = array_make();
        set(object, "path", text(file->path));
        for (size_t i = 0; i < file->row_count; i++)
            add(rows, number(file->rows[i]));
        set(object, "rows", rows);
        json_t *patch = json_null();
        if (report->patch) {
            char *bytes = NULL;
            size_t length = 0;
            FILE *memory = memory_must(open_memstream(&bytes, &length));
            unified_print(memory, file->path, file->old_bytes, file->old_length, file->bytes,
                          file->length);
            fclose(memory);
            patch = text(memory_must(bytes));
            free(bytes);
        }
        set(object, "patch", patch);
        add(array, object);
    }
    return array;
}

static json_t *counts_json(const struct report *report)
{
    struct plan_count count = view_states(report);
    json_t *object = object_make();
    for (int i = ROW_STEADY; i <= ROW_UNKNOWN; i++)
        set(object, row_state_word((enum row_state)i), number(count.states[i]));
    set(object, "trouble", number(count.trouble));
    return object;
}

static json_t *result_json(const struct report_result *result)
{
    static const char *const words[] = {
        [RESULT_PLANNED] = "planned", [RESULT_NOTHING] = "nothing",
        [RESULT_EDITED] = "edited",   [RESULT_COMMITTED] = "committed",
        [RESULT_RACE] = "race",       [RESULT_REFUSED] = "refused",
        [RESULT_FAILED] = "failed",
    };
    json_t *object = object_make();
    set(object, "kind", text(words[result->kind]));
    set(object, "written", number(result->written));
    set(object, "commit", text(result->commit));
    set(object, "journal", text(result->journal));
    set(object, "words", text(result->words));
    return object;
}

static void plan(const struct report *report, FILE *out)
{
    bool outcome = report->result.kind != RESULT_PLANNED;
    json_t *document = document_make(report, outcome ? "Outcome" : "Plan");
    json_t *rows = array_make(), *questions = array_make();
    list_each (row, &report->plan->rows)
        add(rows, row_json(row));
    list_each (question, &report->plan->questions) {
        json_t *object = object_make();
        set(object, "kind", text(question_word(question->kind)));
        set(object, "key", text(question->key));
        add(questions, object);
    }
    set(document, "result", outcome ? result_json(&report->result) : json_null());
    set(document, "counts", counts_json(report));
    set(document, "next", when(report->plan->next));
    set(document, "rows", rows);
    set(document, "files", files_json(report));
    set(document, "questions", questions);
    set(document, "notes", texts(report->plan->notes.items, report->plan->notes.count));
    set(document, "problems", problems_json(report));
    document_print(document, out);
}

static void problems(const struct report *report, FILE *out)
{
    json_t *document = document_make(report, "Problems"), *counts = object_make();
    struct problem_count count = view_problems(report);
    set(counts, "errors", number(count.severities[SEVERITY_ERROR]));
    set(counts, "warnings", number(count.severities[SEVERITY_WARNING]));
    set(counts, "notes", number(count.severities[SEVERITY_NOTE]));
    set(counts, "files", number(report->declared->files));
    set(counts, "documents", number(report->declared->documents));
    set(counts, "objects", number(report->declared->objects));
    set(document, "counts", counts);
    set(document, "problems", problems_json(report));
    document_print(document, out);
}

static json_t *policy_json(const struct tag_policy *policy)
{
    char buffer[MOMENT_TEXT_MAX];
    json_t *object = object_make(), *hold = json_null();
    set(object, "follow", text(policy->follow));
    set(object, "platforms", text(policy->platforms));
    set(object, "settle",
        policy->settle >= 0 ? text(duration_print(policy->settle, buffer)) : json_null());
    if (policy->hold.set) {
        hold = object_make();
        set(hold, "until", when(policy->hold.until));
        set(hold, "reason", text(policy->hold.reason));
    }
    set(object, "hold", hold);
    set(object, "deny", texts(policy->denied, policy->denied_count));
    return object;
}

static json_t *tag_json(struct arena *arena, const struct tag_view *view)
{
    json_t *object = object_make();
    const struct stream_tag *entry = view->entry;
    struct tag_policy policy = stream_tag_policy(arena, view->stream, view->tag);
    set(object, "namespace", text(view->stream->namespace));
    set(object, "stream", text(view->stream->spec->name));
    set(object, "tag", text(view->tag));
    set(object, "spec", text(view->spec));
    set(object, "source", text(view_source(arena, entry)));
    set(object, "digest", text(view_digest(view)));
    set(object, "state", text(view->row ? row_state_word(row_state(view->row)) : NULL));
    set(object, "reason", text(view->row ? reason_word(view->row->reason) : NULL));
    set(object, "policy", policy_json(&policy));
    set(object, "place",
        entry ? place(view->stream->file, entry->line, entry->column, NULL) : json_null());
    return object;
}

static json_t *stream_json(const struct report *report, const struct stream *stream)
{
    arena_scope struct arena arena = {0};
    json_t *object = object_make(), *tags = array_make();
    tag_views views = view_tags(&arena, report, stream);
    list_each (view, &views)
        add(tags, tag_json(&arena, view));
    set(object, "namespace", text(stream->namespace));
    set(object, "name", text(stream->spec->name));
    set(object, "lookupLocal", json_boolean(stream->spec->lookup_local));
    set(object, "shared", json_boolean(stream->shared));
    set(object, "place", place(stream->file, stream->spec->line, stream->spec->column, NULL));
    set(object, "tags", tags);
    return object;
}

static void streams(const struct report *report, FILE *out)
{
    json_t *document = document_make(report, "StreamList"), *items = array_make();
    list_each (stream, &report->declared->streams)
        if (view_meant(report, stream))
            add(items, stream_json(report, stream));
    set(document, "items", items);
    document_print(document, out);
}

static void tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "TagList"), *items = array_make();
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        tag_views views = view_tags(&arena, report, stream);
        list_each (view, &views)
            add(items, tag_json(&arena, view));
    }
    set(document, "items", items);
    document_print(document, out);
}

static json_t *entry_json(const struct path_entry *entry)
{
    json_t *object = object_make(), *gates = array_make();
    for (size_t i = 0; i < entry->gate_count; i++) {
        json_t *gate = object_make();
        set(gate, "kind", text(gate_word(entry->gates[i].kind)));
        set(gate, "value", text(entry->gates[i].text));
        add(gates, gate);
    }
    set(object, "namespace", text(entry->namespace));
    set(object, "by", text(hop_by_word(entry->by)));
    set(object, "from", texts(entry->from, entry->from_count));
    set(object, "join", text(entry->join == HOP_JOIN_ANY ? "any" : "all"));
    set(object, "gates", gates);
    set(object, "copyTo", text(entry->copy_to));
    return object;
}

static void promotions(const struct report *report, FILE *out)
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
            add(path, entry_json(&promotion->entries[i]));
        set(hops, "all", number(view.hops));
        set(hops, "inStep", number(view.steady));
        set(hops, "behind", number(view.behind));
        set(hops, "blocked", number(view.blocked));
        set(hops, "unknown", number(view.unknown));
        set(object, "name", text(promotion->name));
        set(object, "streams", texts(promotion->streams, promotion->stream_count));
        set(object, "tag", text(promotion->tag));
        set(object, "together", json_boolean(promotion->together));
        set(object, "path", path);
        set(object, "state", text(view_promotion_state(&arena, &view)));
        set(object, "hops", hops);
        set(object, "place", place(item->file, promotion->line, promotion->column, NULL));
        add(items, object);
    }
    set(document, "items", items);
    document_print(document, out);
}

/* All rows of a stream: of its tags, and of the consumers bound to them. */
static json_t *rows_of(const struct report *report, const struct stream *stream)
{
    json_t *rows = array_make();
    if (report->plan == NULL)
        return rows;
    list_each (row, &report->plan->rows)
        if (text_equal(row->namespace, stream->namespace) &&
            text_equal(row->stream, stream->spec->name) &&
            (report->only.tag == NULL || text_equal(row->tag, report->only.tag)))
            add(rows, row_json(row));
    return rows;
}

static void stream(const struct report *report, FILE *out)
{
    json_t *document = document_make(report, "Stream"), *items = array_make();
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        json_t *object = stream_json(report, stream);
        set(object, "rows", rows_of(report, stream));
        add(items, object);
    }
    set(document, "items", items);
    document_print(document, out);
}

static json_t *answer_json(const struct report *report, const char *key)
{
    static const char *const states[] = {
        [ANSWER_FOUND] = "found", [ANSWER_NONE] = "none", [ANSWER_UNKNOWN] = "unknown"};
    static const char *const forms[] = {
        [IMAGE_FORM_UNKNOWN] = NULL, [IMAGE_FORM_SINGLE] = "single", [IMAGE_FORM_INDEX] = "index"};
    const struct answer *answer = NULL;
    if (report->observed != NULL)
        answer = observed_find(report->observed, (struct question){QUESTION_TAG_DIGEST, key});
    json_t *object = object_make();
    set(object, "key", text(key));
    set(object, "state", text(answer != NULL ? states[answer->state] : NULL));
    set(object, "digest", text(answer != NULL ? answer->digest : NULL));
    set(object, "form", text(answer != NULL ? forms[answer->form] : NULL));
    set(object, "word", text(answer != NULL ? answer->word : NULL));
    set(object, "why", text(answer != NULL ? answer->why : NULL));
    return object;
}

static void explanation(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    json_t *document = document_make(report, "Explanation"), *items = array_make();
    list_each (stream, &report->declared->streams) {
        if (!view_meant(report, stream))
            continue;
        tag_views views = view_tags(&arena, report, stream);
        list_each (view, &views) {
            const struct stream_tag *entry = view->entry;
            bool asked = entry != NULL && entry->from_kind == FROM_DOCKER_IMAGE &&
                         entry->reference.host != NULL;
            json_t *object = tag_json(&arena, view);
            set(object, "answer",
                asked ? answer_json(report, reference_tag_key(&arena, &entry->reference))
                      : json_null());
            struct report one = *report;
            one.only.tag = view->tag;
            set(object, "rows", rows_of(&one, stream));
            add(items, object);
        }
    }
    set(document, "items", items);
    document_print(document, out);
}

static json_t *policy_rows_json(const struct review *review)
{
    json_t *array = array_make();
    list_each (row, &review->policy) {
        json_t *object = object_make();
        enum review_change change = row->before == NULL  ? REVIEW_ADDED
                                    : row->after == NULL ? REVIEW_REMOVED
                                                         : REVIEW_CHANGED;
        set(object, "change", text(review_change_word(change)));
        set(object, "policy", text(policy_word(row->what)));
        set(object, "sentence", text(policy_meaning(row->what)));
        set(object, "object", text(row->object));
        set(object, "before", text(row->before));
        set(object, "after", text(row->after));
        set(object, "side", text(row->of_base ? "base" : "head"));
        set(object, "place", place(row->file, row->line, row->column, NULL));
        add(array, object);
    }
    return array;
}

static json_t *review_rows_json(const struct review *review)
{
    json_t *array = array_make();
    list_each (row, &review->rows) {
        json_t *object = object_make();
        set(object, "change", text(review_change_word(row->change)));
        set(object, "base", row->base != NULL ? row_json(row->base) : json_null());
        set(object, "head", row->head != NULL ? row_json(row->head) : json_null());
        add(array, object);
    }
    return array;
}

static json_t *revision_json(const char *name, const struct source *source)
{
    json_t *object = object_make();
    set(object, "revision", text(name));
    set(object, "commit", text(source != NULL ? source->commit : NULL));
    set(object, "branch", text(source != NULL ? source->branch : NULL));
    return object;
}

static void review(const struct report *report, FILE *out)
{
    const struct report_review *made = report->review;
    json_t *document = document_make(report, "Review"), *counts = object_make();
    json_t *notes = array_make(), *found = array_make();
    arena_scope struct arena arena = {0};
    size_t changes[REVIEW_CHANGED + 1] = {0};
    list_each (row, &made->review->rows)
        changes[row->change]++;
    set(counts, "policy", number(made->review->policy.count));
    for (int i = REVIEW_ADDED; i <= REVIEW_CHANGED; i++)
        set(counts, review_change_word((enum review_change)i), number(changes[i]));
    list_each (problem, &made->review->problems)
        add(found, problem_json(*problem));
    const char *note = NULL;
    for (size_t i = 0; (note = view_review_note(&arena, made, i)) != NULL; i++)
        add(notes, text(note));
    set(document, "base", revision_json(made->base_name, made->base));
    set(document, "head", revision_json(made->head_name, report->source));
    set(document, "untrusted", json_boolean(made->untrusted));
    set(document, "counts", counts);
    set(document, "policies", policy_rows_json(made->review));
    set(document, "rows", review_rows_json(made->review));
    set(document, "refusedHosts", texts(made->refused, made->refused_count));
    set(document, "notes", notes);
    set(document, "problems", found);
    document_print(document, out);
}

report_printer *const json_printers[REPORT_KINDS] = {
    [REPORT_PLAN] = plan,
    [REPORT_PROBLEMS] = problems,
    [REPORT_STREAMS] = streams,
    [REPORT_TAGS] = tags,
    [REPORT_PROMOTIONS] = promotions,
    [REPORT_STREAM] = stream,
    [REPORT_EXPLANATION] = explanation,
    [REPORT_REVIEW] = review,
};
