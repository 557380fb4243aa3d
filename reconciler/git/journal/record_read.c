// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record_read.h"

#include <jansson.h>
#include <string.h>

#include "manifests/values/digest.h"
#include "manifests/values/reference.h"
#include "reconciler/git/clean_json.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_chain.h"
#include "reconciler/git/objects/evidence_json.h"

/* The decoding of one line into a record. */
struct line_reading {
    struct arena *arena;
    struct record *record;
    struct record_chain *chain;
    struct err *err;
};

struct record_field {
    const char *name;
    bool required;
    int (*take)(struct line_reading *at, const struct record_field *field, const json_t *value);
    size_t offset; /* offset of the text in struct record; only take_plain and its callers use it */
};

static const char *take_text(struct line_reading *at, const char *name, const json_t *value)
{
    return clean_json_read_text(at->arena, name, value, RECORD_TEXT_MAX, at->err);
}

static const char **text_member(const struct line_reading *at, const struct record_field *field)
{
    return (const char **)(void *)((char *)at->record + field->offset);
}

static int take_plain(struct line_reading *at, const struct record_field *field,
                      const json_t *value)
{
    const char *text = take_text(at, field->name, value);
    *text_member(at, field) = text;
    return text != NULL ? 0 : -1;
}

static int take_version(struct line_reading *at, const struct record_field *field,
                        const json_t *value)
{
    if (!json_is_integer(value))
        return err_set(at->err, "\"%s\" is not an integer", field->name);
    if (json_integer_value(value) != RECORD_VERSION)
        return err_set(at->err, "records of version %lld are not supported",
                       (long long)json_integer_value(value));
    return 0;
}

static int take_kind(struct line_reading *at, const struct record_field *field, const json_t *value)
{
    const char *word = take_text(at, field->name, value);
    if (word == NULL)
        return -1;
    return record_parse(word, &at->record->kind)
               ? 0
               : err_set(at->err, "\"%.40s\" is not a kind of record", word);
}

static int take_time(struct line_reading *at, const struct record_field *field, const json_t *value)
{
    return clean_json_read_moment(field->name, value, &at->record->time, at->err);
}

static int take_left(struct line_reading *at, const struct record_field *field, const json_t *value)
{
    struct record *record = at->record;
    if (clean_json_read_moment(field->name, value, &record->left, at->err) < 0)
        return -1;
    return record_moves(record->kind) && record->left > 0 && record->left < record->time
               ? 0
               : err_set(at->err,
                         "\"%s\" is not between 1970 and \"time\", or the record is not a move",
                         field->name);
}

static int take_digest(struct line_reading *at, const struct record_field *field,
                       const json_t *value)
{
    if (take_plain(at, field, value) < 0)
        return -1;
    return digest_valid(at->record->digest)
               ? 0
               : err_set(at->err, "\"%s\" is not a digest", field->name);
}

static int take_commit(struct line_reading *at, const struct record_field *field,
                       const json_t *value)
{
    if (take_plain(at, field, value) < 0)
        return -1;
    return record_commit_valid(*text_member(at, field))
               ? 0
               : err_set(at->err, "\"%s\" is not a commit ID", field->name);
}

static int take_alias(struct line_reading *at, const struct record_field *field,
                      const json_t *value)
{
    if (take_plain(at, field, value) < 0)
        return -1;
    return record_moves(at->record->kind) && reference_tag_valid(at->record->alias)
               ? 0
               : err_set(at->err, "\"%s\" is not a tag, or the record is not a move", field->name);
}

static int take_evidence(struct line_reading *at, const struct record_field *field,
                         const json_t *value)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value) || count == 0 || count > JOURNAL_EVIDENCE_MAX)
        return err_set(at->err, "\"%s\" is not a list of 1 to %d items", field->name,
                       JOURNAL_EVIDENCE_MAX);
    struct evidence *items = arena_array(at->arena, struct evidence, count);
    for (size_t i = 0; i < count; i++)
        if (evidence_json_decode(at->arena, json_array_get(value, i), &items[i], at->err) < 0)
            return -1;
    at->record->evidence = items;
    at->record->evidence_count = count;
    return 0;
}

static int take_true(const struct line_reading *at, const struct record_field *field,
                     const json_t *value, bool *out)
{
    *out = json_is_true(value);
    return *out ? 0 : err_set(at->err, "\"%s\" may only be true", field->name);
}

static int take_holds(struct line_reading *at, const struct record_field *field,
                      const json_t *value)
{
    return take_true(at, field, value, &at->record->holds);
}

static int take_rebuilt(struct line_reading *at, const struct record_field *field,
                        const json_t *value)
{
    return take_true(at, field, value, &at->record->rebuilt);
}

static int take_prev(struct line_reading *at, const struct record_field *field, const json_t *value)
{
    const char *text = take_text(at, field->name, value);
    if (text == NULL)
        return -1;
    return at->chain->prev[0] == '\0' || strcmp(text, at->chain->prev) == 0
               ? 0
               : err_set(at->err, "the chain is broken: this line or a line above was changed, "
                                  "added or removed, or this line belongs to another file");
}

/* The fields in the order in which they are written. */
static const struct record_field fields[] = {
    {"v", true, take_version, 0},
    {"kind", true, take_kind, 0},
    {"time", true, take_time, 0},
    {"left", false, take_left, 0},
    {"digest", false, take_digest, offsetof(struct record, digest)},
    {"reference", false, take_plain, offsetof(struct record, reference)},
    {"commit", false, take_commit, offsetof(struct record, commit)},
    {"source", false, take_commit, offsetof(struct record, source)},
    {"alias", false, take_alias, offsetof(struct record, alias)},
    {"who", false, take_plain, offsetof(struct record, who)},
    {"merger", false, take_plain, offsetof(struct record, merger)},
    {"why", false, take_plain, offsetof(struct record, why)},
    {"evidence", false, take_evidence, 0},
    {"holds", false, take_holds, 0},
    {"rebuilt", false, take_rebuilt, 0},
    {"prev", true, take_prev, 0},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static bool known(const char *key)
{
    for (size_t i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].name, key) == 0)
            return true;
    return false;
}

/* Reads the object's members. `v` comes first, so the error of a record of a later version is about
 * its version. */
static int take_members(struct line_reading *at, const json_t *root)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const json_t *value = json_object_get(root, fields[i].name);
        if (value == NULL && fields[i].required)
            return err_set(at->err, "the record has no \"%s\"", fields[i].name);
        if (value != NULL && fields[i].take(at, &fields[i], value) < 0)
            return -1;
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)root, key, value)
    {
        if (!known(key))
            return err_set(at->err, "\"%.40s\" is not a field of a record", key);
    }
    if (record_has_digest(at->record->kind) != (at->record->digest != NULL))
        return err_set(at->err,
                       at->record->digest != NULL ? "a \"%s\" record must not have a digest"
                                                  : "a \"%s\" record must have a digest",
                       record_word(at->record->kind));
    return 0;
}

static int read_line(struct line_reading *at, const char *line, size_t length)
{
    json_error_t fault;
    json_auto_t *root = json_loadb(line, length, JSON_REJECT_DUPLICATES, &fault);
    if (root == NULL && json_error_code(&fault) == json_error_duplicate_key)
        return err_set(at->err, "the record has a duplicate key");
    if (!json_is_object(root))
        return err_set(at->err, "the line is not a JSON object");
    if (take_members(at, root) < 0)
        return -1;
    record_chain_move(at->chain, line, length);
    return 0;
}

/* Reads the lines of a part. Sets *line to the number of the last line that was read. */
static int read_lines(struct line_reading *at, const char *bytes, size_t length,
                      record_list *records, unsigned *line)
{
    for (const char *next = bytes, *end = bytes + length; next < end;) {
        const char *stop = memchr(next, '\n', (size_t)(end - next));
        ++*line;
        if (stop == NULL)
            return err_set(at->err, "the line does not end with a newline");
        at->record = list_add(at->arena, records);
        if (read_line(at, next, (size_t)(stop - next)) < 0)
            return -1;
        next = stop + 1;
    }
    return *line > 0 ? 0 : err_set(at->err, "the file has no record");
}

struct tag_reading tag_reading_begin(struct arena *arena, const char *path)
{
    return (struct tag_reading){.arena = arena, .chain = record_chain_begin(path)};
}

/* Returns the path of the part that must be read next, if it is another one; or NULL. */
static const char *missing_part(const struct tag_reading *reading, const char *path)
{
    struct tag_journal names = {0};
    unsigned part = 1, wanted = reading->parts + 1;
    (void)record_path_parse(reading->arena, path, &names, &part);
    return part != wanted
               ? record_path(reading->arena, names.environment, names.stream, names.tag, wanted)
               : NULL;
}

bool tag_reading_part(struct tag_reading *reading, const char *path, const char *bytes,
                      size_t length)
{
    struct err err = {0};
    const char *missing = missing_part(reading, path);
    if (missing != NULL) {
        reading->trouble = arena_print(
            reading->arena, "%s: the file is missing, but there is \"%s\"", missing, path);
        return false;
    }
    reading->parts++;
    struct line_reading at = {reading->arena, NULL, &reading->chain, &err};
    unsigned line = 0;
    if (read_lines(&at, bytes, length, &reading->records, &line) == 0)
        return true;
    reading->trouble = line > 0 ? arena_print(reading->arena, "%s:%u: %s", path, line, err.message)
                                : arena_print(reading->arena, "%s: %s", path, err.message);
    return false;
}

struct tag_reading tag_reading_of_part(struct arena *arena, const char *path, const char *bytes,
                                       size_t length)
{
    struct tag_journal names;
    unsigned part = 1;
    struct tag_reading reading = tag_reading_begin(arena, path);
    if (record_path_parse(arena, path, &names, &part) && part > 1)
        reading.chain.prev[0] = '\0';
    reading.parts = part - 1;
    (void)!tag_reading_part(&reading, path, bytes != NULL ? bytes : "", length);
    return reading;
}

void record_read_file(struct arena *arena, const char *path, const char *bytes, size_t length,
                      struct tag_journal *out)
{
    struct tag_reading reading = tag_reading_begin(arena, path);
    unsigned part;
    *out = (struct tag_journal){0};
    (void)record_path_parse(arena, path, out, &part);
    if (tag_reading_part(&reading, path, bytes, length)) {
        out->records = reading.records.items;
        out->count = reading.records.count;
    } else {
        out->trouble = reading.trouble;
    }
}
