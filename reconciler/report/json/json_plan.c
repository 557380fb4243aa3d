// SPDX-License-Identifier: Apache-2.0
/* Prints a plan, and the outcome of a sync, as JSON. docs/json.md describes each key. */
#include <stdlib.h>

#include "reconciler/report/json/json_problem.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"

static json_t *files_json(const struct report *report)
{
    json_t *array = value_array();
    if (report->change == NULL)
        return array;
    list_each (file, &report->change->files) {
        json_t *object = value_object(), *rows = value_array();
        value_set(object, "path", value_text(file->path));
        for (size_t i = 0; i < file->row_count; i++)
            value_add(rows, value_number(file->rows[i]));
        value_set(object, "rows", rows);
        json_t *patch = json_null();
        if (report->patch) {
            char *bytes = NULL;
            size_t length = 0;
            FILE *memory = memory_must(open_memstream(&bytes, &length));
            unified_print(memory, file->path, file->old_bytes, file->old_length, file->bytes,
                          file->length);
            fclose(memory);
            patch = value_text(memory_must(bytes));
            free(bytes);
        }
        value_set(object, "patch", patch);
        value_add(array, object);
    }
    return array;
}

static json_t *counts_json(const struct report *report)
{
    struct plan_count count = view_states(report);
    json_t *object = value_object();
    for (int i = ROW_STEADY; i <= ROW_UNKNOWN; i++)
        value_set(object, row_state_word((enum row_state)i), value_number(count.states[i]));
    value_set(object, "trouble", value_number(count.trouble));
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
    TABLE_COMPLETE(words, RESULT_FAILED + 1);
    json_t *object = value_object();
    value_set(object, "kind", value_text(words[result->kind]));
    value_set(object, "written", value_number(result->written));
    value_set(object, "commit", value_text(result->commit));
    value_set(object, "journal", value_text(result->journal));
    value_set(object, "message", value_text(result->message));
    value_set(object, "words", value_text(result->words));
    return object;
}

void json_plan(const struct report *report, FILE *out)
{
    bool outcome = report->result.kind != RESULT_PLANNED;
    json_t *document = value_document(report, outcome ? "Outcome" : "Plan");
    json_t *rows = value_array(), *questions = value_array();
    list_each (row, &report->plan->rows)
        value_add(rows, json_row(row));
    list_each (question, &report->plan->questions) {
        json_t *object = value_object();
        value_set(object, "kind", value_text(question_word(question->kind)));
        value_set(object, "key", value_text(question->key));
        value_add(questions, object);
    }
    value_set(document, "result", outcome ? result_json(&report->result) : json_null());
    value_set(document, "counts", counts_json(report));
    value_set(document, "next", value_when(report->plan->next));
    value_set(document, "rows", rows);
    value_set(document, "files", files_json(report));
    value_set(document, "questions", questions);
    value_set(document, "notes", value_texts(report->plan->notes.items, report->plan->notes.count));
    value_set(document, "problems", json_problem_list(report));
    value_print(document, out);
}
