// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_value.h"

#include "reconciler/report/shown.h"

json_t *value_text(const char *value)
{
    if (value == NULL)
        return json_null();
    arena_scope struct arena arena = {0};
    return memory_must(json_string(shown_utf8(&arena, value)));
}

json_t *value_when(moment at)
{
    char buffer[MOMENT_TEXT_MAX];
    return at == MOMENT_NEVER ? json_null() : value_text(moment_print(at, buffer));
}

json_t *value_number(size_t value)
{
    return memory_must(json_integer((json_int_t)value));
}

void value_set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, memory_must(value));
    memory_must(failed ? NULL : object);
}

void value_add(json_t *array, json_t *value)
{
    int failed = json_array_append_new(array, memory_must(value));
    memory_must(failed ? NULL : array);
}

json_t *value_object(void)
{
    return memory_must(json_object());
}

json_t *value_array(void)
{
    return memory_must(json_array());
}

json_t *value_texts(const char *const *items, size_t count)
{
    json_t *array = value_array();
    for (size_t i = 0; i < count; i++)
        value_add(array, value_text(items[i]));
    return array;
}

json_t *value_evidence(const struct evidence *items, size_t count)
{
    json_t *array = value_array();
    for (size_t i = 0; i < count; i++)
        value_add(array, value_text(evidence_line(&items[i])));
    return array;
}

json_t *value_document(const struct report *report, const char *kind)
{
    json_t *document = value_object(), *repository = value_object();
    value_set(document, "apiVersion", value_text("weir.dev/v1alpha1"));
    value_set(document, "kind", value_text(kind));
    const struct source *source = report->source;
    value_set(repository, "name", value_text(source != NULL ? source->name : NULL));
    value_set(repository, "commit", value_text(source != NULL ? source->commit : NULL));
    value_set(repository, "branch", value_text(source != NULL ? source->branch : NULL));
    value_set(document, "repository", repository);
    value_set(document, "time", value_when(report->now));
    return document;
}

void value_print(json_t *document, FILE *out)
{
    json_dumpf(document, out, JSON_INDENT(2));
    fputc('\n', out);
    json_decref(document);
}

json_t *value_place(const char *file, uint32_t line, uint32_t column, const char *site)
{
    if (file == NULL)
        return json_null();
    json_t *object = value_object();
    value_set(object, "file", value_text(file));
    value_set(object, "line", line > 0 ? value_number(line) : json_null());
    value_set(object, "column", line > 0 ? value_number(column) : json_null());
    value_set(object, "site", value_text(site));
    return object;
}
