// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_problem.h"

#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"

json_t *json_problem(const struct problem *problem)
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

json_t *json_problem_list(const struct report *report)
{
    json_t *array = array_make();
    list_each (problem, &report->declared->problems)
        array_add(array, json_problem(problem));
    return array;
}

void json_problems(const struct report *report, FILE *out)
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
    object_set(document, "problems", json_problem_list(report));
    document_print(document, out);
}
