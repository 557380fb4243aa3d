// SPDX-License-Identifier: Apache-2.0
/* A review as JSON. docs/json.md describes each key. */
#include "reconciler/report/json/json_problem.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_review.h"

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
        object_set(object, "base", row->base != NULL ? json_row(row->base) : json_null());
        object_set(object, "head", row->head != NULL ? json_row(row->head) : json_null());
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

void json_review(const struct report *report, FILE *out)
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
        array_add(found, json_problem(*problem));
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
