// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/json/json_value.h"

#include "reconciler/report/shown.h"

json_t *to_text(const char *value)
{
    if (value == NULL)
        return json_null();
    arena_scope struct arena arena = {0};
    return memory_must(json_string(shown_utf8(&arena, value)));
}

json_t *to_when(moment at)
{
    char buffer[MOMENT_TEXT_MAX];
    return at == MOMENT_NEVER ? json_null() : to_text(moment_print(at, buffer));
}

json_t *to_number(size_t value)
{
    return memory_must(json_integer((json_int_t)value));
}

/* Takes the value over. */
void object_set(json_t *object, const char *key, json_t *value)
{
    int failed = json_object_set_new(object, key, memory_must(value));
    memory_must(failed ? NULL : object);
}

void array_add(json_t *array, json_t *value)
{
    int failed = json_array_append_new(array, memory_must(value));
    memory_must(failed ? NULL : array);
}

json_t *object_make(void)
{
    return memory_must(json_object());
}

json_t *array_make(void)
{
    return memory_must(json_array());
}

json_t *to_texts(const char *const *items, size_t count)
{
    json_t *array = array_make();
    for (size_t i = 0; i < count; i++)
        array_add(array, to_text(items[i]));
    return array;
}

json_t *document_make(const struct report *report, const char *kind)
{
    json_t *document = object_make(), *repository = object_make();
    object_set(document, "apiVersion", to_text("weir.dev/v1alpha1"));
    object_set(document, "kind", to_text(kind));
    const struct source *source = report->source;
    object_set(repository, "name", to_text(source != NULL ? source->name : NULL));
    object_set(repository, "commit", to_text(source != NULL ? source->commit : NULL));
    object_set(repository, "branch", to_text(source != NULL ? source->branch : NULL));
    object_set(document, "repository", repository);
    object_set(document, "time", to_when(report->now));
    return document;
}

void document_print(json_t *document, FILE *out)
{
    json_dumpf(document, out, JSON_INDENT(2));
    fputc('\n', out);
    json_decref(document);
}

json_t *to_place(const char *file, uint32_t line, uint32_t column, const char *site)
{
    if (file == NULL)
        return json_null();
    json_t *object = object_make();
    object_set(object, "file", to_text(file));
    object_set(object, "line", line > 0 ? to_number(line) : json_null());
    object_set(object, "column", line > 0 ? to_number(column) : json_null());
    object_set(object, "site", to_text(site));
    return object;
}
