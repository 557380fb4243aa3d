// SPDX-License-Identifier: Apache-2.0
/*
 * Hash sets: find out whether an array of the caller already has an item with the same key, while
 * the array is still growing. Where all items are known before the first question, sort the array
 * and use list_find instead: its order is the same in every run.
 *
 * The set does not hold the items, only their positions in the array, so the array keeps its own
 * order and may move when it grows.
 *
 *     struct commit { git_oid id; unsigned depth; };       // the key comes first
 *     static const struct set_kind commits = {sizeof(struct commit), sizeof(git_oid)};
 *     set_scope struct set met = {.kind = &commits};
 *
 *     struct commit commit = {id, depth};
 *     if (set_add(&met, list.items, list.count, &commit) == list.count)
 *         *list_add(&arena, &list) = commit;                // it was not there
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/attribute.h"

/* How items are compared. Constant; outlives its sets. */
struct set_kind {
    size_t item_size;
    size_t key_size; /* bytes at the beginning of an item that make the key */
    /* For keys that are not plain bytes; both, or neither (then key_size counts). Each takes items
     * or keys of that shape. */
    uint64_t (*hash)(const void *key);
    bool (*equal)(const void *item, const void *key);
};

struct set {
    const struct set_kind *kind;
    uint32_t *slots; /* positions in the array plus 1, or 0; malloc'd */
    size_t capacity; /* a power of two, at least twice the items; 0 while it is empty */
};

enum { SET_ITEMS_MAX = INT32_MAX };

#define SET_NONE SIZE_MAX

/* The position of the item with this key, or SET_NONE. */
size_t set_find(const struct set *set, const void *items, const void *key);
/*
 * The position of the item with this key. If no item has it, the result is `count`, and the set
 * now expects the item there: the caller appends it to its array before the next call.
 */
MUST_USE size_t set_add(struct set *set, const void *items, size_t count, const void *key);
/* Forgets all positions and takes those of the array: after items were removed or moved. No two
 * items may have the same key. */
void set_rebuild(struct set *set, const void *items, size_t count);
/* Frees; the kind stays, so the set may be used again. */
void set_done(struct set *set);
#define set_scope CLEANUP(set_done)

/* A hash of bytes, and of a string, to build set_kind.hash from: pass the result of one part as
 * `seed` of the next; 0 for the first. */
uint64_t set_hash(uint64_t seed, const void *bytes, size_t length);
uint64_t set_hash_text(uint64_t seed, const char *text);
