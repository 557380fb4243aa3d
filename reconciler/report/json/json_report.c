// SPDX-License-Identifier: Apache-2.0
/* The JSON format: plans, problems and reviews. docs/json.md describes each key. */
#include <stdlib.h>

#include "reconciler/report/json/json_value.h"
#include "reconciler/report/unified.h"

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
        return json != NULL ? json : to_text(value->text);
    case NODE_MAP:
        json = object_make();
        for (size_t i = 0; i < value->count; i++)
            object_set(json, value->children[i].key, value_json(&value->children[i]));
        return json;
    case NODE_LIST:
        json = array_make();
        for (size_t i = 0; i < value->count; i++)
            array_add(json, value_json(&value->children[i]));
        return json;
    }
    return json_null();
}

static json_t *edits_json(const struct row *row)
{
    static const char *const words[] = {[EDIT_REPLACE] = "replace",
                                        [EDIT_INSERT] = "insert",
                                        [EDIT_APPEND] = "append",
                                        [EDIT_REMOVE] = "remove"};
    arena_scope struct arena arena = {0};
    json_t *array = array_make();
    for (size_t i = 0; i < row->edit_count; i++) {
        const struct edit *edit = &row->edits[i].edit;
        json_t *object = object_make();
        object_set(object, "kind", to_text(words[edit->kind]));
        object_set(object, "document", to_number(edit->path.document));
        object_set(object, "path", to_text(node_path_print(&arena, edit->path)));
        object_set(object, "key", to_text(edit->value != NULL ? edit->value->key : NULL));
        object_set(object, "expected", to_text(edit->expected));
        object_set(object, "value", value_json(edit->value));
        array_add(array, object);
    }
    return array;
}

json_t *workload_json(const struct consumer *consumer)
{
    if (consumer == NULL)
        return json_null();
    json_t *object = object_make();
    object_set(object, "namespace", to_text(consumer->namespace));
    object_set(object, "kind", to_text(workload_kind_word(consumer->workload->kind)));
    object_set(object, "name", to_text(consumer->workload->name));
    object_set(object, "container", to_text(consumer->container->name));
    object_set(object, "init", json_boolean(consumer->container->init));
    object_set(object, "binding", to_text(view_binding(consumer->binding)));
    object_set(object, "paused", json_boolean(consumer->paused));
    return object;
}

json_t *row_json(const struct row *row)
{
    json_t *object = object_make();
    object_set(object, "kind", to_text(row_kind_word(row->kind)));
    object_set(object, "object", to_text(row->object));
    object_set(object, "namespace", to_text(row->namespace));
    object_set(object, "stream", to_text(row->stream));
    object_set(object, "tag", to_text(row->tag));
    object_set(object, "promotion", to_text(row->hop != NULL ? row->hop->promotion->name : NULL));
    object_set(object, "workload", workload_json(row->consumer));
    object_set(object, "state", to_text(row_state_word(row_state(row))));
    object_set(object, "reason", to_text(reason_word(row->reason)));
    object_set(object, "sentence", to_text(reason_sentence(row->reason)));
    object_set(object, "trouble", json_boolean(reason_trouble(row->reason)));
    object_set(object, "action", to_text(action_word(row->action)));
    object_set(object, "current", to_text(row->current));
    object_set(object, "wanted", to_text(row->wanted));
    object_set(object, "currentDigest", to_text(row->current_digest));
    object_set(object, "wantedDigest", to_text(row->wanted_digest));
    object_set(object, "detail", to_text(row->detail));
    object_set(object, "hint", to_text(row->hint));
    object_set(object, "trail", to_texts(row->trail, row->trail_count));
    object_set(object, "evidence", to_texts(row->evidence, row->evidence_count));
    object_set(object, "allowed", row->allowed != 0 ? to_when(row->allowed) : json_null());
    object_set(object, "next", to_when(row->next));
    object_set(object, "place", to_place(row->file, row->line, row->column, row->site));
    object_set(object, "edits", edits_json(row));
    return object;
}

static json_t *problem_json(const struct problem *problem)
{
    json_t *object = object_make();
    object_set(object, "code", to_text(problem_word(problem->code)));
    object_set(object, "severity", to_text(severity_word(problem_severity(problem->code))));
    object_set(object, "sentence", to_text(problem_sentence(problem->code)));
    object_set(object, "object", to_text(problem->object));
    object_set(object, "message", to_text(problem->message));
    object_set(object, "hint", to_text(problem->hint));
    object_set(object, "place", to_place(problem->path, problem->line, problem->column, NULL));
    return object;
}

static json_t *problems_json(const struct report *report)
{
    json_t *array = array_make();
    list_each (problem, &report->declared->problems)
        array_add(array, problem_json(problem));
    return array;
}

static json_t *files_json(const struct report *report)
{
    json_t *array = array_make();
    if (report->change == NULL)
        return array;
    list_each (file, &report->change->files) {
        json_t *object = object_make(), *rows = array_make();
        object_set(object, "path", to_text(file->path));
        for (size_t i = 0; i < file->row_count; i++)
            array_add(rows, to_number(file->rows[i]));
        object_set(object, "rows", rows);
        json_t *patch = json_null();
        if (report->patch) {
            char *bytes = NULL;
            size_t length = 0;
            FILE *memory = memory_must(open_memstream(&bytes, &length));
            unified_print(memory, file->path, file->old_bytes, file->old_length, file->bytes,
                          file->length);
            fclose(memory);
            patch = to_text(memory_must(bytes));
            free(bytes);
        }
        object_set(object, "patch", patch);
        array_add(array, object);
    }
    return array;
}

static json_t *counts_json(const struct report *report)
{
    struct plan_count count = view_states(report);
    json_t *object = object_make();
    for (int i = ROW_STEADY; i <= ROW_UNKNOWN; i++)
        object_set(object, row_state_word((enum row_state)i), to_number(count.states[i]));
    object_set(object, "trouble", to_number(count.trouble));
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
    object_set(object, "kind", to_text(words[result->kind]));
    object_set(object, "written", to_number(result->written));
    object_set(object, "commit", to_text(result->commit));
    object_set(object, "journal", to_text(result->journal));
    object_set(object, "words", to_text(result->words));
    return object;
}

static void plan(const struct report *report, FILE *out)
{
    bool outcome = report->result.kind != RESULT_PLANNED;
    json_t *document = document_make(report, outcome ? "Outcome" : "Plan");
    json_t *rows = array_make(), *questions = array_make();
    list_each (row, &report->plan->rows)
        array_add(rows, row_json(row));
    list_each (question, &report->plan->questions) {
        json_t *object = object_make();
        object_set(object, "kind", to_text(question_word(question->kind)));
        object_set(object, "key", to_text(question->key));
        array_add(questions, object);
    }
    object_set(document, "result", outcome ? result_json(&report->result) : json_null());
    object_set(document, "counts", counts_json(report));
    object_set(document, "next", to_when(report->plan->next));
    object_set(document, "rows", rows);
    object_set(document, "files", files_json(report));
    object_set(document, "questions", questions);
    object_set(document, "notes", to_texts(report->plan->notes.items, report->plan->notes.count));
    object_set(document, "problems", problems_json(report));
    document_print(document, out);
}

static void problems(const struct report *report, FILE *out)
{
    json_t *document = document_make(report, "Problems"), *counts = object_make();
    struct problem_count count = view_problems(report);
    object_set(counts, "errors", to_number(count.severities[SEVERITY_ERROR]));
    object_set(counts, "warnings", to_number(count.severities[SEVERITY_WARNING]));
    object_set(counts, "notes", to_number(count.severities[SEVERITY_NOTE]));
    object_set(counts, "files", to_number(report->declared->files));
    object_set(counts, "documents", to_number(report->declared->documents));
    object_set(counts, "objects", to_number(report->declared->objects));
    object_set(document, "counts", counts);
    object_set(document, "problems", problems_json(report));
    document_print(document, out);
}

static json_t *policy_rows_json(const struct review *review)
{
    json_t *array = array_make();
    list_each (row, &review->policy) {
        json_t *object = object_make();
        object_set(object, "change", to_text(review_change_word(review_change_of(row))));
        object_set(object, "policy", to_text(policy_word(row->what)));
        object_set(object, "sentence", to_text(policy_meaning(row->what)));
        object_set(object, "object", to_text(row->object));
        object_set(object, "before", to_text(row->before));
        object_set(object, "after", to_text(row->after));
        object_set(object, "side", to_text(row->of_base ? "base" : "head"));
        object_set(object, "place", to_place(row->file, row->line, row->column, NULL));
        array_add(array, object);
    }
    return array;
}

static json_t *review_rows_json(const struct review *review)
{
    json_t *array = array_make();
    list_each (row, &review->rows) {
        json_t *object = object_make();
        object_set(object, "change", to_text(review_change_word(row->change)));
        object_set(object, "base", row->base != NULL ? row_json(row->base) : json_null());
        object_set(object, "head", row->head != NULL ? row_json(row->head) : json_null());
        array_add(array, object);
    }
    return array;
}

static json_t *revision_json(const char *name, const struct source *source)
{
    json_t *object = object_make();
    object_set(object, "revision", to_text(name));
    object_set(object, "commit", to_text(source != NULL ? source->commit : NULL));
    object_set(object, "branch", to_text(source != NULL ? source->branch : NULL));
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
    object_set(counts, "policy", to_number(made->review->policy.count));
    for (int i = REVIEW_ADDED; i <= REVIEW_CHANGED; i++)
        object_set(counts, review_change_word((enum review_change)i), to_number(changes[i]));
    list_each (problem, &made->review->problems)
        array_add(found, problem_json(*problem));
    const char *note = NULL;
    for (size_t i = 0; (note = view_review_note(&arena, made, i)) != NULL; i++)
        array_add(notes, to_text(note));
    object_set(document, "base", revision_json(made->base_name, made->base));
    object_set(document, "head", revision_json(made->head_name, report->source));
    object_set(document, "untrusted", json_boolean(made->untrusted));
    object_set(document, "counts", counts);
    object_set(document, "policies", policy_rows_json(made->review));
    object_set(document, "rows", review_rows_json(made->review));
    object_set(document, "refusedHosts", to_texts(made->refused, made->refused_count));
    object_set(document, "notes", notes);
    object_set(document, "problems", found);
    document_print(document, out);
}

report_printer *const json_printers[REPORT_KINDS] = {
    [REPORT_PLAN] = plan,
    [REPORT_PROBLEMS] = problems,
    [REPORT_STREAMS] = json_streams,
    [REPORT_TAGS] = json_tags,
    [REPORT_PROMOTIONS] = json_promotions,
    [REPORT_STREAM] = json_stream,
    [REPORT_EXPLANATION] = json_explanation,
    [REPORT_REVIEW] = review,
    [REPORT_HISTORY] = json_history,
    [REPORT_PAST_TAGS] = json_past_tags,
    [REPORT_WHERE] = json_where,
    [REPORT_ENVIRONMENTS] = json_environments,
    [REPORT_VERIFICATION] = json_verification,
    [REPORT_AUDIT] = json_audit,
};
