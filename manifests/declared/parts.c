// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/parts.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"

/* Entries in an array, and a hash table with open addressing of their numbers, from 1 on. A run
 * that changes little asks for them in the order in which they stand. */
struct parts {
    struct parts_entry *entries;
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count;   /* a power of two, at least twice the count; or 0 */
    void *plain;         /* tree of shared parts, which stay */
    struct part **loose; /* of unknown identity: they live for one run */
    size_t loose_count, loose_capacity;
    unsigned run;
    size_t recalled;
    struct parts_count counted;
};

struct parts *parts_open(void)
{
    return memory_must(calloc(1, sizeof(struct parts)));
}

static void free_node(void *part)
{
    part_free(part);
}

/* Shared parts go with the tree. */
static void free_own(const struct part *part)
{
    if (!part_plain(part))
        part_free((struct part *)(uintptr_t)part);
}

static void drop_loose(struct parts *parts)
{
    for (size_t i = 0; i < parts->loose_count; i++)
        part_free(parts->loose[i]);
    parts->loose_count = 0;
}

void parts_close(struct parts *parts)
{
    if (parts == NULL)
        return;
    for (size_t i = 0; i < parts->count; i++)
        free_own(parts->entries[i].part);
    drop_loose(parts);
    tdestroy(parts->plain, free_node);
    free(parts->entries);
    free(parts->slots);
    free(parts->loose);
    free(parts);
}

struct parts_count parts_counted(const struct parts *parts)
{
    return parts->counted;
}

static bool unknown(const struct source_id *id)
{
    static const struct source_id zero;
    return memcmp(id, &zero, sizeof zero) == 0;
}

/* Word by word, mixed as by MurmurHash: identities of a work tree are no hashes by themselves. */
static size_t hash(const struct source_id *id)
{
    uint64_t value = 0, words[SOURCE_ID_SIZE / sizeof value];
    memcpy(words, id->bytes, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        value = (value ^ words[i]) * 0xff51afd7ed558ccdu;
        value ^= value >> 33;
    }
    return (size_t)value;
}

/* Where the number of this identity's entry stands, or would. */
static uint32_t *slot_of(const struct parts *parts, const struct source_id *id)
{
    size_t at = hash(id) & (parts->slot_count - 1);
    while (parts->slots[at] != 0 &&
           memcmp(&parts->entries[parts->slots[at] - 1].id, id, sizeof *id) != 0)
        at = (at + 1) & (parts->slot_count - 1);
    return &parts->slots[at];
}

static struct parts_entry *find_entry(const struct parts *parts, const struct source_id *id)
{
    uint32_t number = parts->slot_count > 0 && !unknown(id) ? *slot_of(parts, id) : 0;
    return number > 0 ? &parts->entries[number - 1] : NULL;
}

/* Numbers all entries anew, with room for one more. */
static void number_entries(struct parts *parts)
{
    size_t need = 64;
    while (need < 2 * (parts->count + 1))
        need *= 2;
    if (need != parts->slot_count) {
        free(parts->slots);
        parts->slots = memory_must(calloc(need, sizeof *parts->slots));
        parts->slot_count = need;
    } else {
        memset(parts->slots, 0, need * sizeof *parts->slots);
    }
    for (size_t i = 0; i < parts->count; i++)
        *slot_of(parts, &parts->entries[i].id) = (uint32_t)i + 1;
}

static void add_entry(struct parts *parts, const struct source_id *id, const struct part *part,
                      bool recalled)
{
    if (parts->count == parts->capacity) {
        parts->capacity = parts->capacity > 0 ? parts->capacity + parts->capacity / 2 : 64;
        parts->entries =
            memory_must(reallocarray(parts->entries, parts->capacity, sizeof *parts->entries));
    }
    if (2 * (parts->count + 1) > parts->slot_count)
        number_entries(parts);
    parts->entries[parts->count++] = (struct parts_entry){*id, part, parts->run, recalled};
    *slot_of(parts, id) = (uint32_t)parts->count;
}

static int compare_plain(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    const char *x = a->namespaces.count > 0 ? a->namespaces.items[0] : "";
    const char *y = b->namespaces.count > 0 ? b->namespaces.items[0] : "";
    if (a->namespaces.count != b->namespaces.count)
        return a->namespaces.count < b->namespaces.count ? -1 : 1;
    if (a->documents != b->documents)
        return a->documents < b->documents ? -1 : 1;
    if (a->objects != b->objects)
        return a->objects < b->objects ? -1 : 1;
    if (a->homeless != b->homeless || a->manifest != b->manifest)
        return 2 * (a->homeless - b->homeless) + (a->manifest - b->manifest);
    return strcmp(x, y);
}

/* The shared part that is equal to `part`; a copy of it when it is the first. */
static const struct part *share(struct parts *parts, const struct part *part)
{
    struct part **found = tfind(part, &parts->plain, compare_plain);
    if (found != NULL)
        return *found;
    struct part *copy = part_make();
    copy->documents = part->documents;
    copy->objects = part->objects;
    copy->homeless = part->homeless;
    copy->manifest = part->manifest;
    list_each (namespace, &part->namespaces)
        *list_add(&copy->arena, &copy->namespaces) = arena_text(&copy->arena, *namespace);
    memory_must(tsearch(copy, &parts->plain, compare_plain));
    return copy;
}

void parts_begin(struct parts *parts)
{
    drop_loose(parts);
    parts->run++;
    parts->counted = (struct parts_count){0};
}

const struct part *parts_find(struct parts *parts, const struct source_id *id)
{
    struct parts_entry *entry = find_entry(parts, id);
    if (entry == NULL)
        return NULL;
    entry->used = parts->run;
    parts->counted.reused++;
    return entry->part;
}

static void add_loose(struct parts *parts, struct part *fresh)
{
    if (parts->loose_count == parts->loose_capacity) {
        parts->loose_capacity = parts->loose_capacity > 0 ? parts->loose_capacity * 2 : 16;
        parts->loose =
            memory_must(reallocarray(parts->loose, parts->loose_capacity, sizeof *parts->loose));
    }
    parts->loose[parts->loose_count++] = fresh;
}

const struct part *parts_add(struct parts *parts, const struct source_id *id, struct part *fresh)
{
    const struct part *part = fresh;
    parts->counted.decoded++;
    if (part_plain(fresh)) {
        part = share(parts, fresh);
        part_free(fresh);
    } else if (unknown(id)) {
        add_loose(parts, fresh);
    }
    if (!unknown(id))
        add_entry(parts, id, part, false);
    return part;
}

void parts_put(struct parts *parts, const struct source_id *id, const struct part *plain)
{
    if (unknown(id) || find_entry(parts, id) != NULL)
        return;
    parts->recalled++;
    add_entry(parts, id, share(parts, plain), true);
}

size_t parts_recalled(const struct parts *parts)
{
    return parts->recalled;
}

const struct parts_entry *parts_entries(const struct parts *parts, size_t *count)
{
    *count = parts->count;
    return parts->entries;
}

void parts_sweep(struct parts *parts)
{
    size_t kept = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->entries[i].used == parts->run)
            parts->entries[kept++] = parts->entries[i];
        else
            free_own(parts->entries[i].part);
    }
    if (kept == parts->count)
        return;
    parts->count = kept;
    number_entries(parts);
}
