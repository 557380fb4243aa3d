// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/parts.h"

#include <assert.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/set.h"

struct parts {
    struct parts_entry *entries; /* in the order in which they were added */
    size_t count, capacity;
    struct set known;    /* the identities of the entries */
    void *plain;         /* tree of shared parts, which only parts_close() frees */
    struct part **loose; /* parts of unknown identity, kept for one run */
    size_t loose_count, loose_capacity;
    unsigned run;
    size_t recalled;
    struct parts_count counted;
};

static const struct set_kind identities = {sizeof(struct parts_entry), sizeof(struct source_id)};
_Static_assert(offsetof(struct parts_entry, id) == 0, "the identity is the key");

struct parts *parts_open(void)
{
    struct parts *parts = memory_must(calloc(1, sizeof *parts));
    parts->known.kind = &identities;
    return parts;
}

static void free_node(void *part)
{
    part_free(part);
}

/* Frees a part unless it is shared: shared parts are freed with the tree. */
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
    set_done(&parts->known);
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

static struct parts_entry *find_entry(const struct parts *parts, const struct source_id *id)
{
    size_t at = unknown(id) ? SET_NONE : set_find(&parts->known, parts->entries, id);
    return at != SET_NONE ? &parts->entries[at] : NULL;
}

static void add_entry(struct parts *parts, const struct source_id *id, const struct part *part,
                      bool recalled)
{
    if (parts->count == parts->capacity) {
        parts->capacity = parts->capacity > 0 ? parts->capacity + parts->capacity / 2 : 64;
        parts->entries =
            memory_must(reallocarray(parts->entries, parts->capacity, sizeof *parts->entries));
    }
    size_t at = set_add(&parts->known, parts->entries, parts->count, id);
    assert(at == parts->count);
    parts->entries[parts->count++] = (struct parts_entry){*id, part, parts->run, recalled};
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

/* Returns the shared part that equals `part`, or a copy of `part` as the new shared part. */
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
    set_rebuild(&parts->known, parts->entries, kept);
}
