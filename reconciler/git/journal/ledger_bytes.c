// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_bytes.h"

#include <stdlib.h>
#include <string.h>

#include "diff/base/evidence.h"
#include "diff/journal/recent.h"
#include "manifests/base/kept_file.h"

/* The header of the bytes. */
struct bytes_head {
    char magic[8];
    char build[KEPT_FILE_BUILD_MAX];
    uint64_t sum; /* of all bytes after the header */
    uint64_t tags;
};

static const char magic[8] = "weirjour";
static const uint32_t no_text = UINT32_MAX;

static struct bytes_head head_of(const char *build)
{
    struct bytes_head head = {0};
    memcpy(head.magic, magic, sizeof magic);
    memcpy(head.build, build, strnlen(build, sizeof head.build));
    return head;
}

static void put(struct text *out, const void *bytes, size_t length)
{
    text_put(out, bytes, length);
}

static void put_number(struct text *out, uint64_t number)
{
    put(out, &number, sizeof number);
}

/* Writes the length, then the text with its NUL. */
static void put_text(struct text *out, const char *text)
{
    uint32_t length = text != NULL ? (uint32_t)strlen(text) : no_text;
    put(out, &length, sizeof length);
    if (text != NULL)
        put(out, text, (size_t)length + 1);
}

/* The texts of a record, in the order in which they are written. */
enum { TEXTS = 8 };
static void list_texts(struct record *record, const char **out[TEXTS])
{
    const char **texts[TEXTS] = {&record->digest, &record->reference, &record->commit,
                                 &record->source, &record->who,       &record->merger,
                                 &record->why,    &record->alias};
    memcpy(out, texts, sizeof texts);
}

static void put_record(struct text *out, const struct record *record)
{
    struct record copy = *record;
    const char **texts[TEXTS];
    list_texts(&copy, texts);
    put_number(out, record->kind);
    put_number(out, (uint64_t)record->holds << 1 | record->rebuilt);
    put_number(out, (uint64_t)record->time);
    put_number(out, (uint64_t)record->left);
    for (size_t i = 0; i < TEXTS; i++)
        put_text(out, *texts[i]);
    put_number(out, record->evidence_count);
    for (size_t i = 0; i < record->evidence_count; i++) {
        const struct evidence *evidence = &record->evidence[i];
        put_text(out, evidence->kind);
        put_text(out, evidence->argument);
        put_text(out, evidence->text);
        put_number(out, evidence->outcome);
        put_number(out, (uint64_t)evidence->since);
        put_number(out, (uint64_t)evidence->until);
    }
}

static void put_tag(struct text *out, const struct ledger_tag *tag)
{
    arena_scope struct arena scratch = {0};
    record_list recent = {.items = (struct record *)(uintptr_t)tag->tag.records,
                          .count = tag->tag.count};
    if (!tag->tag.recent) /* all records were read, for a command that needed them */
        recent_records(&scratch, tag->tag.records, tag->tag.count, &recent);
    put_text(out, tag->tag.environment);
    put_text(out, tag->tag.stream);
    put_text(out, tag->tag.tag);
    put_number(out, tag->tag.recent || recent.count < tag->tag.count);
    put_number(out, tag->size);
    put_text(out, tag->chain.prev);
    put_number(out, tag->count);
    for (size_t i = 0; i < tag->count; i++)
        put(out, tag->parts[i].id.id, GIT_OID_RAWSZ);
    put_number(out, recent.count);
    list_each (record, &recent)
        put_record(out, record);
}

bool ledger_bytes_print(const struct ledger *ledger, const char *build, struct text *out)
{
    struct bytes_head head = head_of(build);
    size_t begin = out->length;
    put(out, &head, sizeof head);
    for (size_t i = 0; i < ledger->count; i++) {
        if (ledger->tags[i].tag.trouble != NULL)
            continue;
        if (out->length > out->maximum / 2)
            return false;
        put_tag(out, &ledger->tags[i]);
        head.tags++;
    }
    head.sum = kept_file_sum(out->data + begin + sizeof head, out->length - begin - sizeof head);
    memcpy(out->data + begin, &head, sizeof head);
    return true;
}

/* A walk through the bytes. After an error `bad` is set, and nothing more is read. */
struct bytes_walk {
    struct arena *arena;
    const char *at, *end;
    bool bad;
};

/* Returns this many bytes, or NULL. */
static const char *take(struct bytes_walk *walk, size_t length)
{
    const char *at = walk->at;
    if (walk->bad || length > (size_t)(walk->end - at)) {
        walk->bad = true;
        return NULL;
    }
    walk->at += length;
    return at;
}

static uint64_t take_number(struct bytes_walk *walk)
{
    uint64_t number = 0;
    const char *bytes = take(walk, sizeof number);
    if (bytes != NULL)
        memcpy(&number, bytes, sizeof number);
    return number;
}

/* Returns a number of items, each of which has at least `least` bytes. */
static size_t take_count(struct bytes_walk *walk, size_t least)
{
    uint64_t count = take_number(walk);
    walk->bad = walk->bad || count > (uint64_t)(walk->end - walk->at) / least;
    return walk->bad ? 0 : (size_t)count;
}

static const char *take_text(struct bytes_walk *walk)
{
    uint32_t length = no_text;
    const char *bytes = take(walk, sizeof length);
    if (bytes != NULL)
        memcpy(&length, bytes, sizeof length);
    const char *text = length != no_text ? take(walk, (size_t)length + 1) : NULL;
    if (text != NULL && text[length] != '\0')
        walk->bad = true;
    return walk->bad ? NULL : text;
}

static void take_evidence(struct bytes_walk *walk, struct record *out)
{
    size_t count = take_count(walk, 3 * sizeof no_text);
    struct evidence *evidence = arena_array(walk->arena, struct evidence, count);
    for (size_t i = 0; i < count; i++) {
        evidence[i].kind = take_text(walk);
        evidence[i].argument = take_text(walk);
        evidence[i].text = take_text(walk);
        evidence[i].outcome = (enum evidence_outcome)(take_number(walk) % EVIDENCE_OUTCOMES);
        evidence[i].since = (moment)take_number(walk);
        evidence[i].until = (moment)take_number(walk);
    }
    out->evidence = count > 0 ? evidence : NULL;
    out->evidence_count = count;
}

static void take_record(struct bytes_walk *walk, struct record *out)
{
    const char **texts[TEXTS];
    list_texts(out, texts);
    out->kind = (enum record_kind)(take_number(walk) % RECORD_KINDS);
    uint64_t flags = take_number(walk);
    out->rebuilt = (flags & 1) != 0;
    out->holds = (flags & 2) != 0;
    out->time = (moment)take_number(walk);
    out->left = (moment)take_number(walk);
    for (size_t i = 0; i < TEXTS; i++)
        *texts[i] = take_text(walk);
    take_evidence(walk, out);
}

static void take_parts(struct bytes_walk *walk, struct ledger_tag *out)
{
    out->count = take_count(walk, GIT_OID_RAWSZ);
    struct ledger_part *parts = arena_array(walk->arena, struct ledger_part, out->count);
    for (size_t i = 0; i < out->count; i++) {
        const char *id = take(walk, GIT_OID_RAWSZ);
        if (id != NULL)
            memcpy(parts[i].id.id, id, GIT_OID_RAWSZ);
        parts[i].number = (unsigned)i + 1;
    }
    out->parts = parts;
    walk->bad = walk->bad || out->count == 0;
}

static void take_tag(struct bytes_walk *walk, struct ledger_tag *out)
{
    out->tag.environment = take_text(walk);
    out->tag.stream = take_text(walk);
    out->tag.tag = take_text(walk);
    out->tag.recent = take_number(walk) != 0;
    out->size = take_number(walk);
    const char *prev = take_text(walk);
    walk->bad = walk->bad || out->tag.environment == NULL || out->tag.stream == NULL ||
                out->tag.tag == NULL || prev == NULL || strlen(prev) >= sizeof out->chain.prev;
    if (!walk->bad)
        strcpy(out->chain.prev, prev);
    take_parts(walk, out);
    size_t count = take_count(walk, sizeof(uint64_t));
    struct record *records = arena_array(walk->arena, struct record, count);
    for (size_t i = 0; i < count && !walk->bad; i++)
        take_record(walk, &records[i]);
    out->tag.records = records;
    out->tag.count = count;
}

bool ledger_bytes_read(struct arena *arena, const char *build, const char *bytes, size_t length,
                       struct ledger *out)
{
    struct bytes_head head, wanted = head_of(build);
    struct bytes_walk walk = {.arena = arena, .end = bytes + length};
    if (length < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    walk.at = bytes + sizeof head;
    if (memcmp(head.magic, wanted.magic, sizeof head.magic) != 0 ||
        memcmp(head.build, wanted.build, sizeof head.build) != 0 ||
        head.tags > (uint64_t)(walk.end - walk.at) ||
        head.sum != kept_file_sum(walk.at, (size_t)(walk.end - walk.at)))
        return false;
    out->tags = memory_must(calloc((size_t)head.tags + 1, sizeof *out->tags));
    for (; out->count < head.tags && !walk.bad; out->count++)
        take_tag(&walk, &out->tags[out->count]);
    return !walk.bad && walk.at == walk.end;
}
