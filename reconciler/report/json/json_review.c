// SPDX-License-Identifier: Apache-2.0
/* Prints a review as JSON. docs/json.md describes each key. */
#include "reconciler/report/json/json_problem.h"
#include "reconciler/report/json/json_row.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_review.h"

static json_t *policy_rows_json(const struct review *review)
{
    json_t *array = value_array();
    list_each (row, &review->policy) {
        json_t *object = value_object();
        value_set(object, "change", value_text(review_change_word(review_change_of(row))));
        value_set(object, "policy", value_text(policy_word(row->what)));
        value_set(object, "sentence", value_text(policy_meaning(row->what)));
        value_set(object, "object", value_text(row->object));
        value_set(object, "before", value_text(row->before));
        value_set(object, "after", value_text(row->after));
        value_set(object, "side", value_text(row->of_base ? "base" : "head"));
        value_set(object, "place", value_place(row->file, row->line, row->column, NULL));
        value_add(array, object);
    }
    return array;
}

static json_t *review_rows_json(const struct review *review)
{
    json_t *array = value_array();
    list_each (row, &review->rows) {
        json_t *object = value_object();
        value_set(object, "change", value_text(review_change_word(row->change)));
        value_set(object, "base", row->base != NULL ? json_row(row->base) : json_null());
        value_set(object, "head", row->head != NULL ? json_row(row->head) : json_null());
        value_add(array, object);
    }
    return array;
}

static json_t *revision_json(const char *name, const struct source *source)
{
    json_t *object = value_object();
    value_set(object, "revision", value_text(name));
    value_set(object, "commit", value_text(source != NULL ? source->commit : NULL));
    value_set(object, "branch", value_text(source != NULL ? source->branch : NULL));
    return object;
}

void json_review(const struct report *report, FILE *out)
{
    const struct report_review *made = report->review;
    json_t *document = value_document(report, "Review"), *counts = value_object();
    json_t *notes = value_array(), *found = value_array();
    arena_scope struct arena arena = {0};
    size_t changes[REVIEW_CHANGED + 1] = {0};
    list_each (row, &made->review->rows)
        changes[row->change]++;
    value_set(counts, "policy", value_number(made->review->policy.count));
    for (int i = REVIEW_ADDED; i <= REVIEW_CHANGED; i++)
        value_set(counts, review_change_word((enum review_change)i), value_number(changes[i]));
    list_each (problem, &made->review->problems)
        value_add(found, json_problem(*problem));
    const char *note = NULL;
    for (size_t i = 0; (note = view_review_note(&arena, made, i)) != NULL; i++)
        value_add(notes, value_text(note));
    value_set(document, "base", revision_json(made->base_name, made->base));
    value_set(document, "head", revision_json(made->head_name, report->source));
    value_set(document, "untrusted", json_boolean(made->untrusted));
    value_set(document, "counts", counts);
    value_set(document, "policies", policy_rows_json(made->review));
    value_set(document, "rows", review_rows_json(made->review));
    value_set(document, "refusedHosts", value_texts(made->refused, made->refused_count));
    value_set(document, "notes", notes);
    value_set(document, "problems", found);
    value_print(document, out);
}
