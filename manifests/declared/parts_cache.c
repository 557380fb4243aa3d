// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/parts_cache.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/kept_file.h"

/* The header of the bytes. Numbers have this machine's byte order: the bytes never leave the
 * machine. */
struct head {
    char magic[8];
    char build[KEPT_FILE_BUILD_MAX];
    uint64_t sum; /* checksum of all bytes after the header */
    uint64_t text_length;
    uint32_t texts, records; /* numbers of texts (namespaces with their NUL) and of records */
};

struct cached_part {
    struct source_id id;
    uint32_t documents, objects;
    uint32_t namespace; /* number of the namespace's text, from 1; 0: none */
    uint16_t homeless, manifest;
};

static const char magic[8] = "weirkept";

static struct head head_of(const char *build)
{
    struct head head = {0};
    memcpy(head.magic, magic, sizeof magic);
    size_t length = strlen(build);
    memcpy(head.build, build, length < sizeof head.build ? length : sizeof head.build);
    return head;
}

static bool keepable(const struct part *part)
{
    return part_plain(part) && part->documents <= UINT32_MAX && part->objects <= UINT32_MAX;
}

struct keeping {
    struct arena arena;
    LIST_OF(const char *) namespaces; /* sorted, each once */
    LIST_OF(const struct parts_entry *) entries;
    bool changed;
};

static void keeping_done(struct keeping *keeping)
{
    arena_done(&keeping->arena);
}

static void collect(const struct parts *parts, struct keeping *keeping)
{
    size_t count, recalled = 0;
    const struct parts_entry *entries = parts_entries(parts, &count);
    for (size_t i = 0; i < count; i++) {
        const struct part *part = entries[i].part;
        if (!keepable(part))
            continue;
        *list_add(&keeping->arena, &keeping->entries) = &entries[i];
        if (part->namespaces.count > 0)
            *list_add(&keeping->arena, &keeping->namespaces) = part->namespaces.items[0];
        recalled += entries[i].recalled;
    }
    keeping->namespaces.count =
        list_order_texts(keeping->namespaces.items, keeping->namespaces.count);
    keeping->changed = recalled != keeping->entries.count || recalled != parts_recalled(parts);
}

static uint32_t number_of(const struct keeping *keeping, const struct part *part)
{
    if (part->namespaces.count == 0)
        return 0;
    const char *const *found =
        bsearch(&part->namespaces.items[0], keeping->namespaces.items, keeping->namespaces.count,
                sizeof *keeping->namespaces.items, list_compare_texts);
    return (uint32_t)(found - (const char *const *)keeping->namespaces.items) + 1;
}

static int put_records(const struct keeping *keeping, struct text *out)
{
    list_each (entry, &keeping->entries) {
        const struct part *part = (*entry)->part;
        struct cached_part record = {.id = (*entry)->id,
                                     .documents = (uint32_t)part->documents,
                                     .objects = (uint32_t)part->objects,
                                     .namespace = number_of(keeping, part),
                                     .homeless = part->homeless,
                                     .manifest = part->manifest};
        if (text_append(out, (const char *)&record, sizeof record) < 0)
            return -1;
    }
    return 0;
}

static int put_all(const struct keeping *keeping, const char *build, struct text *out)
{
    struct head head = head_of(build);
    size_t start = out->length, body = start + sizeof head;
    if (text_append(out, (const char *)&head, sizeof head) < 0)
        return -1;
    list_each (namespace, &keeping->namespaces)
        if (text_append(out, *namespace, strlen(*namespace) + 1) < 0)
            return -1;
    head.text_length = out->length - body;
    if (put_records(keeping, out) < 0)
        return -1;
    head.texts = (uint32_t)keeping->namespaces.count;
    head.records = (uint32_t)keeping->entries.count;
    head.sum = kept_file_sum(out->data + body, out->length - body);
    memcpy(out->data + start, &head, sizeof head);
    return 0;
}

bool parts_keep(const struct parts *parts, const char *build, struct text *out)
{
    CLEANUP(keeping_done) struct keeping keeping = {0};
    size_t start = out->length;
    collect(parts, &keeping);
    if (!keeping.changed)
        return false;
    if (put_all(&keeping, build, out) == 0)
        return true;
    out->length = start;
    return false;
}

/* Returns the namespaces as an array in the arena, or NULL if the bytes do not have exactly as many
 * texts as the header says. */
static const char **take_texts(struct arena *arena, const struct head *head, const char *bytes)
{
    size_t length = (size_t)head->text_length, count = 0;
    if (head->texts > length || (length > 0 && bytes[length - 1] != '\0'))
        return NULL;
    const char **texts = arena_array(arena, const char *, (size_t)head->texts + 1);
    const char *copy = arena_copy(arena, bytes, length);
    for (const char *at = copy; at < copy + length; at += strlen(at) + 1) {
        if (count == head->texts)
            return NULL;
        texts[count++] = at;
    }
    return count == head->texts ? texts : NULL;
}

static void take_record(struct parts *parts, const struct cached_part *record, const char **texts)
{
    struct part part = {.documents = record->documents,
                        .objects = record->objects,
                        .homeless = record->homeless != 0,
                        .manifest = record->manifest != 0};
    if (record->namespace > 0) {
        part.namespaces.items = &texts[record->namespace - 1];
        part.namespaces.count = 1;
    }
    parts_put(parts, &record->id, &part);
}

bool parts_recall(struct parts *parts, const char *build, const char *bytes, size_t length)
{
    struct head head, wanted = head_of(build);
    struct cached_part record;
    if (length < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    bytes += sizeof head;
    length -= sizeof head;
    if (memcmp(head.magic, wanted.magic, sizeof head.magic) != 0 ||
        memcmp(head.build, wanted.build, sizeof head.build) != 0 || head.text_length > length ||
        length - head.text_length != (uint64_t)head.records * sizeof record ||
        kept_file_sum(bytes, length) != head.sum)
        return false;
    arena_scope struct arena arena = {0};
    const char **texts = take_texts(&arena, &head, bytes);
    const char *records = bytes + head.text_length;
    if (texts == NULL)
        return false;
    for (size_t i = 0; i < head.records; i++) {
        memcpy(&record, records + i * sizeof record, sizeof record);
        if (record.namespace > head.texts)
            return false;
    }
    for (size_t i = 0; i < head.records; i++) {
        memcpy(&record, records + i * sizeof record, sizeof record);
        take_record(parts, &record, texts);
    }
    return true;
}
