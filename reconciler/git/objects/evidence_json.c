// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/objects/evidence_json.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"
#include "reconciler/git/clean_json.h"

static const char *const outcomes[] = {
    [EVIDENCE_HELD] = "held",
    [EVIDENCE_OVERRIDDEN] = "overridden",
};
TABLE_COMPLETE(outcomes, EVIDENCE_OUTCOMES);

static void put_moment(json_t *object, const char *name, moment at)
{
    char text[MOMENT_TEXT_MAX];
    if (at != 0)
        clean_json_put(object, name, clean_json_text(moment_print(at, text), sizeof text));
}

json_t *evidence_json_encode(const struct evidence *evidence, size_t text_max)
{
    json_t *kind = clean_json_text(evidence->kind, EVIDENCE_JSON_KIND_MAX);
    json_t *text = clean_json_text(evidence->text, text_max);
    if (kind == NULL)
        return text;
    json_t *object = memory_must(json_object());
    clean_json_put(object, "kind", kind);
    clean_json_put(object, "argument",
                   clean_json_text(evidence->argument, EVIDENCE_JSON_ARGUMENT_MAX));
    clean_json_put(object, "outcome", memory_must(json_string(outcomes[evidence->outcome])));
    put_moment(object, "since", evidence->since);
    put_moment(object, "until", evidence->until);
    clean_json_put(object, "text", text);
    return object;
}

/* Reads a text. A missing member is NULL. */
static int take_text(struct arena *arena, const json_t *object, const char *name, size_t maximum,
                     const char **out, struct err *err)
{
    const json_t *value = json_object_get(object, name);
    *out = value != NULL ? clean_json_read_text(arena, name, value, maximum, err) : NULL;
    return value == NULL || *out != NULL ? 0 : -1;
}

/* Reads a time. A missing member is 0. */
static int take_moment(const json_t *object, const char *name, moment *out, struct err *err)
{
    const json_t *value = json_object_get(object, name);
    *out = 0;
    if (value == NULL)
        return 0;
    if (clean_json_read_moment(name, value, out, err) < 0)
        return -1;
    return *out != 0 ? 0 : err_set(err, "\"%s\" is 1970-01-01T00:00:00Z", name);
}

static int take_outcome(const json_t *object, enum evidence_outcome *out, struct err *err)
{
    const char *word = json_string_value(json_object_get(object, "outcome"));
    for (int i = 0; i < EVIDENCE_OUTCOMES; i++)
        if (text_equal(outcomes[i], word)) {
            *out = (enum evidence_outcome)i;
            return 0;
        }
    return err_set(err, "\"outcome\" is not \"held\" or \"overridden\"");
}

static int refuse_unknown(const json_t *object, struct err *err)
{
    static const char *const names[] = {"kind", "argument", "outcome", "since", "until", "text"};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)object, key, value)
    {
        size_t at = 0;
        while (at < sizeof names / sizeof *names && strcmp(names[at], key) != 0)
            at++;
        if (at == sizeof names / sizeof *names)
            return err_set(err, "\"%.40s\" is not a field of evidence", key);
    }
    return 0;
}

int evidence_json_decode(struct arena *arena, const json_t *value, struct evidence *out,
                         struct err *err)
{
    struct evidence made = {0};
    if (json_is_string(value)) {
        made.text = clean_json_read_text(arena, "evidence", value, CLEAN_JSON_TEXT_MAX, err);
        *out = made;
        return made.text != NULL ? 0 : -1;
    }
    if (!json_is_object(value))
        return err_set(err, "evidence is not an object or a string");
    if (take_text(arena, value, "kind", EVIDENCE_JSON_KIND_MAX, &made.kind, err) < 0 ||
        take_text(arena, value, "argument", EVIDENCE_JSON_ARGUMENT_MAX, &made.argument, err) < 0 ||
        take_outcome(value, &made.outcome, err) < 0 ||
        take_moment(value, "since", &made.since, err) < 0 ||
        take_moment(value, "until", &made.until, err) < 0 ||
        take_text(arena, value, "text", CLEAN_JSON_TEXT_MAX, &made.text, err) < 0 ||
        refuse_unknown(value, err) < 0)
        return -1;
    if (made.kind == NULL)
        return err_set(err, "evidence has no \"kind\"");
    *out = made;
    return 0;
}

const char *evidence_json_line(struct arena *arena, const struct evidence *evidence, size_t maximum)
{
    for (size_t text_max = CLEAN_JSON_TEXT_MAX; text_max > 0;) {
        json_auto_t *value = evidence_json_encode(evidence, text_max);
        if (value == NULL)
            return NULL;
        char *bytes = memory_must(json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY));
        size_t length = strlen(bytes);
        const char *line = length <= maximum ? arena_copy(arena, bytes, length) : NULL;
        free(bytes);
        if (line != NULL)
            return line;
        size_t excess = length - maximum;
        const char *text =
            json_string_value(json_is_object(value) ? json_object_get(value, "text") : value);
        size_t kept = text != NULL ? strlen(text) : 0;
        if (kept == 0)
            return NULL;
        text_max = kept > excess ? kept + 1 - excess : kept / 2 + 1; /* escapes make it longer */
    }
    return NULL;
}

bool evidence_json_parse(struct arena *arena, const char *line, struct evidence *out)
{
    struct err err = {0};
    json_auto_t *value = json_loads(line, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    return value != NULL && evidence_json_decode(arena, value, out, &err) == 0;
}
