// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/clean_json.h"

#include <assert.h>
#include <string.h>

#include "reconciler/git/clean_text.h"

json_t *clean_json_text(const char *text, size_t maximum)
{
    char made[CLEAN_JSON_TEXT_MAX];
    assert(maximum <= sizeof made);
    if (text == NULL)
        return NULL;
    clean_text_copy(made, maximum, text, strlen(text));
    return made[0] != '\0' ? memory_must(json_string(made)) : NULL;
}

void clean_json_put(json_t *object, const char *name, json_t *value)
{
    if (value != NULL && json_object_set_new(object, name, value) != 0)
        memory_must(NULL);
}

const char *clean_json_read_text(struct arena *arena, const char *name, const json_t *value,
                                 size_t maximum, struct err *err)
{
    char made[CLEAN_JSON_TEXT_MAX];
    assert(maximum <= sizeof made);
    const char *text = json_string_value(value);
    if (text == NULL) {
        err_set(err, "\"%s\" is not a string", name);
        return NULL;
    }
    if (json_string_length(value) >= maximum) {
        err_set(err, "\"%s\" is longer than %zu bytes", name, maximum - 1);
        return NULL;
    }
    clean_text_copy(made, maximum, text, strlen(text));
    if (text[0] == '\0' || strcmp(made, text) != 0) {
        err_set(err, "\"%s\" is empty, or has control characters or spaces that are not allowed",
                name);
        return NULL;
    }
    return arena_text(arena, text);
}

int clean_json_read_moment(const char *name, const json_t *value, moment *out, struct err *err)
{
    arena_scope struct arena scratch = {0};
    char again[MOMENT_TEXT_MAX];
    moment read;
    const char *text = clean_json_read_text(&scratch, name, value, CLEAN_JSON_TEXT_MAX, err);
    if (text == NULL)
        return -1;
    if (!moment_parse(text, &read) || strcmp(moment_print(read, again), text) != 0)
        return err_set(err, "\"%s\" is not a time in UTC", name);
    *out = read;
    return 0;
}
