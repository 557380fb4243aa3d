// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/record.h"

#include <jansson.h>
#include <openssl/evp.h>
#include <string.h>

#include "manifests/values/digest.h"
#include "reconciler/git/clean_text.h"

enum { VERSION = 1, COMMIT_HEX = 40 };

static const char suffix[] = ".jsonl";

/* One line on its way into a record. */
struct line_reading {
    struct arena *arena;
    struct record *record;
    struct record_chain *chain;
    struct err *err;
};

static void hash(const char *bytes, size_t length, char out[RECORD_HASH_MAX])
{
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    memory_must(EVP_Digest(bytes, length, sum, &size, EVP_sha256(), NULL) == 1 ? out : NULL);
    for (unsigned i = 0; i < size; i++)
        snprintf(out + 2 * (size_t)i, 3, "%02x", sum[i]);
}

bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out)
{
    const char *stream = strchr(path, '/');
    const char *tag = stream != NULL ? strchr(stream + 1, '/') : NULL;
    if (tag == NULL || strchr(tag + 1, '/') != NULL || !text_ends(tag, suffix))
        return false;
    size_t length = strlen(tag + 1) - strlen(suffix);
    if (stream == path || tag == stream + 1 || length == 0)
        return false;
    *out = (struct tag_journal){
        .environment = arena_copy(arena, path, (size_t)(stream - path)),
        .stream = arena_copy(arena, stream + 1, (size_t)(tag - stream - 1)),
        .tag = arena_copy(arena, tag + 1, length),
    };
    return true;
}

const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag)
{
    return arena_print(arena, "%s/%s/%s%s", namespace, stream, tag, suffix);
}

/* Whether the kind says which image is meant. */
static bool has_digest(enum record_kind kind)
{
    return kind != RECORD_MISSING && kind != RECORD_RELEASED;
}

static bool hex_of(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

/* A text as it would have been written; NULL and the error set for any other. */
static const char *take_text(struct line_reading *at, const char *name, const json_t *value)
{
    char fit[RECORD_TEXT_MAX];
    const char *text = json_string_value(value);
    if (text == NULL) {
        err_set(at->err, "\"%s\" is not a string", name);
        return NULL;
    }
    if (json_string_length(value) >= sizeof fit) {
        err_set(at->err, "\"%s\" is longer than %d bytes", name, RECORD_TEXT_MAX - 1);
        return NULL;
    }
    clean_text_copy(fit, sizeof fit, text, strlen(text));
    if (text[0] == '\0' || strcmp(fit, text) != 0) {
        err_set(at->err, "\"%s\" is empty, or has bytes that are not allowed", name);
        return NULL;
    }
    return arena_text(at->arena, text);
}

static int take_version(struct line_reading *at, const char *name, const json_t *value)
{
    (void)name;
    if (!json_is_integer(value))
        return err_set(at->err, "it has no version");
    if (json_integer_value(value) != VERSION)
        return err_set(at->err, "its version %lld is not supported",
                       (long long)json_integer_value(value));
    return 0;
}

static int take_kind(struct line_reading *at, const char *name, const json_t *value)
{
    const char *word = take_text(at, name, value);
    if (word == NULL)
        return -1;
    return record_parse(word, &at->record->kind)
               ? 0
               : err_set(at->err, "\"%.40s\" is not a kind of record", word);
}

static int take_moment(struct line_reading *at, const char *name, const json_t *value, moment *out)
{
    char again[MOMENT_TEXT_MAX];
    const char *text = take_text(at, name, value);
    if (text == NULL)
        return -1;
    if (!moment_parse(text, out) || strcmp(moment_print(*out, again), text) != 0)
        return err_set(at->err, "\"%s\" is not a time in UTC", name);
    return 0;
}

static int take_time(struct line_reading *at, const char *name, const json_t *value)
{
    if (take_moment(at, name, value, &at->record->time) != 0)
        return -1;
    if (at->record->time < at->chain->time)
        return err_set(at->err, "its time is before the time of the line above");
    return 0;
}

static int take_left(struct line_reading *at, const char *name, const json_t *value)
{
    if (take_moment(at, name, value, &at->record->left) != 0)
        return -1;
    return record_moves(at->record->kind) && at->record->left > 0 &&
                   at->record->left < at->record->time
               ? 0
               : err_set(at->err, "\"%s\" is not before its time, or the record is not a move",
                         name);
}

static int take_digest(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->digest = take_text(at, name, value);
    if (at->record->digest == NULL)
        return -1;
    return digest_valid(at->record->digest) ? 0 : err_set(at->err, "\"%s\" is not a digest", name);
}

static int take_reference(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->reference = take_text(at, name, value);
    return at->record->reference != NULL ? 0 : -1;
}

static int take_commit(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->commit = take_text(at, name, value);
    if (at->record->commit == NULL)
        return -1;
    return hex_of(at->record->commit, COMMIT_HEX)
               ? 0
               : err_set(at->err, "\"%s\" is not a commit ID", name);
}

static int take_who(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->who = take_text(at, name, value);
    return at->record->who != NULL ? 0 : -1;
}

static int take_why(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->why = take_text(at, name, value);
    return at->record->why != NULL ? 0 : -1;
}

static int take_evidence(struct line_reading *at, const char *name, const json_t *value)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value) || count == 0 || count > JOURNAL_EVIDENCE_MAX)
        return err_set(at->err, "\"%s\" is not a list of 1 to %d strings", name,
                       JOURNAL_EVIDENCE_MAX);
    const char **lines = arena_array(at->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        if ((lines[i] = take_text(at, name, json_array_get(value, i))) == NULL)
            return -1;
    at->record->evidence = lines;
    at->record->evidence_count = count;
    return 0;
}

static int take_rebuilt(struct line_reading *at, const char *name, const json_t *value)
{
    at->record->rebuilt = json_is_true(value);
    return json_is_true(value) ? 0 : err_set(at->err, "\"%s\" may only be true", name);
}

static int take_prev(struct line_reading *at, const char *name, const json_t *value)
{
    const char *text = take_text(at, name, value);
    if (text == NULL)
        return -1;
    return strcmp(text, at->chain->prev) == 0
               ? 0
               : err_set(at->err, "the chain is broken: a line above was changed, added or "
                                  "removed, or the line belongs to another file");
}

/* In the order in which they are written. */
static const struct record_field {
    const char *name;
    bool required;
    int (*take)(struct line_reading *at, const char *name, const json_t *value);
} fields[] = {
    {"v", true, take_version},        {"kind", true, take_kind},
    {"time", true, take_time},        {"left", false, take_left},
    {"digest", false, take_digest},   {"reference", false, take_reference},
    {"commit", false, take_commit},   {"who", false, take_who},
    {"why", false, take_why},         {"evidence", false, take_evidence},
    {"rebuilt", false, take_rebuilt}, {"prev", true, take_prev},
};
enum { FIELDS = sizeof fields / sizeof *fields };

static bool known(const char *key)
{
    for (size_t i = 0; i < FIELDS; i++)
        if (strcmp(fields[i].name, key) == 0)
            return true;
    return false;
}

/* The object's members; those of a later version are never looked at, since `v` comes first. */
static int take_members(struct line_reading *at, const json_t *root)
{
    for (size_t i = 0; i < FIELDS; i++) {
        const json_t *value = json_object_get(root, fields[i].name);
        if (value == NULL && fields[i].required)
            return err_set(at->err, "it has no \"%s\"", fields[i].name);
        if (value != NULL && fields[i].take(at, fields[i].name, value) != 0)
            return -1;
    }
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)root, key, value)
    {
        if (!known(key))
            return err_set(at->err, "\"%.40s\" is not a field of a record", key);
    }
    if (has_digest(at->record->kind) != (at->record->digest != NULL))
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
        return err_set(at->err, "it has a duplicate key");
    if (!json_is_object(root))
        return err_set(at->err, "it is not a JSON object");
    if (take_members(at, root) != 0)
        return -1;
    hash(line, length, at->chain->prev);
    at->chain->time = at->record->time;
    return 0;
}

static struct record_chain chain_begin(const char *path)
{
    struct record_chain chain = {.time = INT64_MIN};
    hash(path, strlen(path), chain.prev);
    return chain;
}

void records_read(struct arena *arena, const char *path, const char *bytes, size_t length,
                  struct tag_journal *out)
{
    LIST_OF(struct record) records = {0};
    struct record_chain chain = chain_begin(path);
    struct err err = {0};
    struct tag_journal tag = {0};
    (void)record_path_parse(arena, path, &tag);
    unsigned line = 0;
    int result = 0;
    if (length == 0)
        result = err_set(&err, "it has no record");
    for (const char *at = bytes, *end = bytes + length; result == 0 && at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct line_reading reading = {arena, list_add(arena, &records), &chain, &err};
        line++;
        result = stop != NULL ? read_line(&reading, at, (size_t)(stop - at))
                              : err_set(&err, "it was cut off before its end");
        at = stop != NULL ? stop + 1 : end;
    }
    if (result != 0) {
        tag.trouble = line > 0 ? arena_print(arena, "%s:%u: %s", path, line, err.message)
                               : arena_print(arena, "%s: %s", path, err.message);
    } else {
        tag.records = records.items;
        tag.count = records.count;
    }
    *out = tag;
}

struct record_chain record_chain_of(const char *path, const char *bytes, size_t length,
                                    const struct tag_journal *tag)
{
    struct record_chain chain = chain_begin(path);
    if (length == 0)
        return chain;
    const char *start = memrchr(bytes, '\n', length - 1);
    start = start != NULL ? start + 1 : bytes;
    hash(start, (size_t)(bytes + length - start) - 1, chain.prev);
    chain.time = tag->records[tag->count - 1].time;
    return chain;
}

static json_t *fit(const char *text)
{
    char made[RECORD_TEXT_MAX];
    clean_text_copy(made, sizeof made, text, strlen(text));
    return made[0] != '\0' ? memory_must(json_string(made)) : NULL;
}

/* Takes the value over; NULL and texts of nothing but blanks are left out. */
static void put(json_t *line, const char *name, json_t *value)
{
    if (value != NULL && json_object_set_new(line, name, value) != 0)
        memory_must(NULL);
}

static void put_text(json_t *line, const char *name, const char *text)
{
    put(line, name, text != NULL ? fit(text) : NULL);
}

/* More lines than a record may have are cut, and the last one left says so. */
static void put_evidence(json_t *line, const struct record *record)
{
    json_t *list = memory_must(json_array());
    size_t most = record->evidence_count;
    if (most > JOURNAL_EVIDENCE_MAX)
        most = JOURNAL_EVIDENCE_MAX - 1;
    for (size_t i = 0; i < most; i++) {
        json_t *text = fit(record->evidence[i]);
        if (text != NULL && json_array_append_new(list, text) != 0)
            memory_must(NULL);
    }
    if (most < record->evidence_count) {
        char more[64];
        snprintf(more, sizeof more, "and %zu more", record->evidence_count - most);
        if (json_array_append_new(list, fit(more)) != 0)
            memory_must(NULL);
    }
    if (json_array_size(list) > 0)
        put(line, "evidence", list);
    else
        json_decref(list);
}

static int check(const struct record *record, const char *time, struct err *err)
{
    const char *word = record_word(record->kind);
    moment again;
    if (!moment_parse(time, &again))
        return err_set(err, "a \"%s\" record has an invalid time", word);
    if (has_digest(record->kind) && (record->digest == NULL || !digest_valid(record->digest)))
        return err_set(err, "a \"%s\" record has no digest", word);
    if (record->commit != NULL && !hex_of(record->commit, COMMIT_HEX))
        return err_set(err, "a \"%s\" record has an invalid commit ID", word);
    return 0;
}

int record_append(struct text *file, struct record_chain *chain, const struct record *record,
                  struct err *err)
{
    char time[MOMENT_TEXT_MAX], left[MOMENT_TEXT_MAX];
    json_auto_t *line = memory_must(json_object());
    moment at = record->time > chain->time ? record->time : chain->time;
    if (check(record, moment_print(at, time), err) != 0)
        return -1;
    put(line, "v", memory_must(json_integer(VERSION)));
    put_text(line, "kind", record_word(record->kind));
    put_text(line, "time", time);
    if (record_moves(record->kind) && record->left > 0 && record->left < at)
        put_text(line, "left", moment_print(record->left, left));
    put_text(line, "digest", has_digest(record->kind) ? record->digest : NULL);
    if (record->reference != NULL && strlen(record->reference) < RECORD_TEXT_MAX)
        put_text(line, "reference", record->reference); /* cut, it would name something else */
    put_text(line, "commit", record->commit);
    put_text(line, "who", record->who);
    put_text(line, "why", record->why);
    put_evidence(line, record);
    put(line, "rebuilt", record->rebuilt ? json_true() : NULL);
    put_text(line, "prev", chain->prev);
    char *bytes = memory_must(json_dumps(line, JSON_COMPACT));
    size_t length = strlen(bytes);
    bool room = length < file->maximum - file->length;
    if (room) {
        hash(bytes, length, chain->prev);
        chain->time = at;
        bytes[length] = '\n'; /* in place of the NUL */
        text_put(file, bytes, length + 1);
    }
    free(bytes);
    return room ? 0 : err_set(err, "the file is longer than %zu bytes", file->maximum);
}
