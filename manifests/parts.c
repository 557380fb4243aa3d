// SPDX-License-Identifier: Apache-2.0
#include "manifests/parts.h"

#include <stdlib.h>
#include <string.h>

/* A hash table with open addressing; at most half full, a power of two. */
struct parts {
    struct part **slots;
    size_t capacity, count;
    struct part **loose; /* of unknown identity: they live for one run */
    size_t loose_count, loose_capacity;
    unsigned run;
    struct arena arena; /* of parts that were recalled */
    size_t recalled;
    struct parts_count counted;
};

struct parts *parts_open(void)
{
    return memory_must(calloc(1, sizeof(struct parts)));
}

static void part_free(struct part *part)
{
    if (part == NULL)
        return;
    arena_done(&part->arena);
    free(part);
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
    for (size_t i = 0; i < parts->capacity; i++)
        part_free(parts->slots[i]);
    drop_loose(parts);
    free(parts->slots);
    free(parts->loose);
    arena_done(&parts->arena);
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

static struct part **slot_of(struct part **slots, size_t capacity, const struct source_id *id)
{
    size_t at = hash(id) & (capacity - 1);
    while (slots[at] != NULL && memcmp(&slots[at]->id, id, sizeof *id) != 0)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

/* Moves the parts that were used in this run to a table with room for `count`; frees the others. */
static void rebuild(struct parts *parts, size_t count, bool keep_all)
{
    size_t capacity = 64;
    while (capacity < 2 * count)
        capacity *= 2;
    struct part **slots = memory_must(calloc(capacity, sizeof *slots));
    parts->count = 0;
    for (size_t i = 0; i < parts->capacity; i++) {
        struct part *part = parts->slots[i];
        if (part == NULL)
            continue;
        if (keep_all || part->used == parts->run) {
            *slot_of(slots, capacity, &part->id) = part;
            parts->count++;
        } else {
            part_free(part);
        }
    }
    free(parts->slots);
    parts->slots = slots;
    parts->capacity = capacity;
}

void parts_begin(struct parts *parts)
{
    drop_loose(parts);
    parts->run++;
    parts->counted = (struct parts_count){0};
}

struct part *parts_find(struct parts *parts, const struct source_id *id)
{
    if (parts->capacity == 0 || unknown(id))
        return NULL;
    struct part *part = *slot_of(parts->slots, parts->capacity, id);
    if (part != NULL) {
        part->used = parts->run;
        parts->counted.reused++;
    }
    return part;
}

static struct part *make_part(struct parts *parts, const struct source_id *id)
{
    struct part *part = memory_must(calloc(1, sizeof *part));
    part->id = *id;
    part->used = parts->run;
    if (unknown(id)) {
        if (parts->loose_count == parts->loose_capacity) {
            parts->loose_capacity = parts->loose_capacity > 0 ? parts->loose_capacity * 2 : 16;
            parts->loose = memory_must(
                reallocarray(parts->loose, parts->loose_capacity, sizeof *parts->loose));
        }
        parts->loose[parts->loose_count++] = part;
        return part;
    }
    if (2 * (parts->count + 1) > parts->capacity)
        rebuild(parts, 2 * (parts->count + 1), true);
    *slot_of(parts->slots, parts->capacity, id) = part;
    parts->count++;
    return part;
}

struct part *parts_add(struct parts *parts, const struct source_id *id)
{
    parts->counted.decoded++;
    return make_part(parts, id);
}

struct part *parts_put(struct parts *parts, const struct source_id *id)
{
    bool known = parts->capacity > 0 && *slot_of(parts->slots, parts->capacity, id) != NULL;
    if (known || unknown(id))
        return NULL;
    parts->recalled++;
    return make_part(parts, id);
}

struct arena *parts_arena(struct parts *parts)
{
    return &parts->arena;
}

size_t parts_recalled(const struct parts *parts)
{
    return parts->recalled;
}

const struct part *parts_next(const struct parts *parts, size_t *at)
{
    while (*at < parts->capacity) {
        const struct part *part = parts->slots[(*at)++];
        if (part != NULL)
            return part;
    }
    return NULL;
}

void parts_sweep(struct parts *parts)
{
    size_t stale = 0;
    for (size_t i = 0; i < parts->capacity; i++)
        stale += parts->slots[i] != NULL && parts->slots[i]->used != parts->run;
    if (stale > 0)
        rebuild(parts, parts->count - stale, false);
}
