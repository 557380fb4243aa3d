// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_problem.h"

#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"

json_t *json_problem(const struct problem *problem)
{
    json_t *object = value_object();
    value_set(object, "code", value_text(problem_word(problem->code)));
    value_set(object, "severity", value_text(severity_word(problem_severity(problem->code))));
    value_set(object, "sentence", value_text(problem_sentence(problem->code)));
    value_set(object, "object", value_text(problem->object));
    value_set(object, "message", value_text(problem->message));
    value_set(object, "hint", value_text(problem->hint));
    value_set(object, "place", value_place(problem->path, problem->line, problem->column, NULL));
    return object;
}

json_t *json_problem_list(const struct report *report)
{
    json_t *array = value_array();
    list_each (problem, &report->declared->problems)
        value_add(array, json_problem(problem));
    return array;
}

void json_problems(const struct report *report, FILE *out)
{
    json_t *document = value_document(report, "Problems"), *counts = value_object();
    struct problem_count count = view_problems(report);
    value_set(counts, "errors", value_number(count.severities[SEVERITY_ERROR]));
    value_set(counts, "warnings", value_number(count.severities[SEVERITY_WARNING]));
    value_set(counts, "notes", value_number(count.severities[SEVERITY_NOTE]));
    value_set(counts, "files", value_number(report->declared->files));
    value_set(counts, "documents", value_number(report->declared->documents));
    value_set(counts, "objects", value_number(report->declared->objects));
    value_set(document, "counts", counts);
    value_set(document, "problems", json_problem_list(report));
    value_print(document, out);
}
