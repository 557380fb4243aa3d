// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/set.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"

enum { CAPACITY_FIRST = 64 };

/* Adds 8 bytes to a hash by a step of MurmurHash3's finalizer, so that keys that differ in few bits
 * get very different hashes. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    return hash ^ hash >> 33;
}

static uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t length)
{
    const char *at = bytes;
    uint64_t hash = mix(seed, length), word;
    for (; length >= sizeof word; at += sizeof word, length -= sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, at, length);
    return mix(hash, word);
}

uint64_t set_hash_text(uint64_t seed, const char *text)
{
    return hash_bytes(seed, text, strlen(text));
}

static uint64_t hash_text_item(const void *key)
{
    return set_hash_text(0, *(const char *const *)key);
}

static bool equal_text_items(const void *item, const void *key)
{
    return strcmp(*(const char *const *)item, *(const char *const *)key) == 0;
}

const struct set_kind set_texts = {sizeof(char *), sizeof(char *), hash_text_item,
                                   equal_text_items};

static uint64_t hash_of(const struct set_kind *kind, const void *key)
{
    return kind->hash != NULL ? kind->hash(key) : hash_bytes(0, key, kind->key_size);
}

static bool equals(const struct set_kind *kind, const void *item, const void *key)
{
    return kind->equal != NULL ? kind->equal(item, key) : memcmp(item, key, kind->key_size) == 0;
}

static const void *item_at(const struct set *set, const void *items, size_t index)
{
    return (const char *)items + index * set->kind->item_size;
}

/* Returns the slot with the position of the key's item, or the free slot where it would be put. */
static uint32_t *slot_of(const struct set *set, const void *items, const void *key)
{
    size_t at = (size_t)hash_of(set->kind, key) & (set->capacity - 1);
    while (set->slots[at] != 0 && !equals(set->kind, item_at(set, items, set->slots[at] - 1), key))
        at = (at + 1) & (set->capacity - 1);
    return &set->slots[at];
}

size_t set_find(const struct set *set, const void *items, const void *key)
{
    uint32_t found = set->capacity > 0 ? *slot_of(set, items, key) : 0;
    return found > 0 ? found - 1 : SET_NONE;
}

/* Makes room for count + 1 items, and adds the positions of the first `count` items. */
static void fill(struct set *set, const void *items, size_t count)
{
    size_t need = CAPACITY_FIRST;
    while (need < 2 * (count + 1))
        need *= 2;
    if (need != set->capacity) {
        free(set->slots);
        set->slots = memory_must(calloc(need, sizeof *set->slots));
        set->capacity = need;
    } else {
        memset(set->slots, 0, need * sizeof *set->slots);
    }
    for (size_t i = 0; i < count; i++) {
        /* The items have different keys, so it is enough to find a free slot. */
        size_t at = (size_t)hash_of(set->kind, item_at(set, items, i)) & (need - 1);
        while (set->slots[at] != 0)
            at = (at + 1) & (need - 1);
        set->slots[at] = (uint32_t)i + 1;
    }
}

size_t set_add(struct set *set, const void *items, size_t count, const void *key)
{
    assert(count < SET_ITEMS_MAX);
    if (2 * (count + 1) > set->capacity)
        fill(set, items, count);
    uint32_t *slot = slot_of(set, items, key);
    if (*slot != 0)
        return *slot - 1;
    *slot = (uint32_t)count + 1;
    return count;
}

void set_rebuild(struct set *set, const void *items, size_t count)
{
    assert(count < SET_ITEMS_MAX);
    fill(set, items, count);
}

void set_done(struct set *set)
{
    free(set->slots);
    *set = (struct set){.kind = set->kind};
}
