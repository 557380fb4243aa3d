// SPDX-License-Identifier: Apache-2.0
/* A plan, and what came of it, as JSON. docs/json.md describes each key. */
#include <stdlib.h>

#include "reconciler/report/json/json_problem.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/unified.h"
#include "reconciler/report/view.h"

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
    TABLE_COMPLETE(words, RESULT_FAILED + 1);
    json_t *object = object_make();
    object_set(object, "kind", to_text(words[result->kind]));
    object_set(object, "written", to_number(result->written));
    object_set(object, "commit", to_text(result->commit));
    object_set(object, "journal", to_text(result->journal));
    object_set(object, "words", to_text(result->words));
    return object;
}

void json_plan(const struct report *report, FILE *out)
{
    bool outcome = report->result.kind != RESULT_PLANNED;
    json_t *document = document_make(report, outcome ? "Outcome" : "Plan");
    json_t *rows = array_make(), *questions = array_make();
    list_each (row, &report->plan->rows)
        array_add(rows, json_row(row));
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
    object_set(document, "problems", json_problem_list(report));
    document_print(document, out);
}
