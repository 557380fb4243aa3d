// SPDX-License-Identifier: Apache-2.0
/*
 * A set finds the item with a given key in the caller's array while the array is still growing. If
 * all items are known before the first search, sort the array and use list_find instead.
 *
 * The set stores only the positions of the items in the array, so the array keeps its own order and
 * may move in memory when it grows.
 *
 *     struct commit { git_oid id; unsigned depth; };       // the key comes first
 *     static const struct set_kind commits = {sizeof(struct commit), sizeof(git_oid)};
 *     set_scope struct set met = {.kind = &commits};
 *
 *     struct commit commit = {id, depth};
 *     if (set_add(&met, list.items, list.count, &commit) == list.count)
 *         *list_add(&arena, &list) = commit;                // list had no such item
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/attribute.h"

/* How the items of a set are compared. Must outlive its sets. */
struct set_kind {
    size_t item_size;
    size_t key_size; /* bytes at the beginning of an item that make the key */
    /* Functions for keys that are not plain bytes. Set both or none; with none, the first key_size
     * bytes are compared. Each argument is an item, or a key with the layout of an item. */
    uint64_t (*hash)(const void *key);
    bool (*equal)(const void *item, const void *key);
};

struct set {
    const struct set_kind *kind;
    uint32_t *slots; /* allocated; each is a position in the array plus 1, or 0 if it is free */
    size_t capacity; /* number of slots: a power of two, at least twice the items; initially 0 */
};

enum { SET_ITEMS_MAX = INT32_MAX };

#define SET_NONE SIZE_MAX

/* Returns the position of the item with this key, or SET_NONE. */
size_t set_find(const struct set *set, const void *items, const void *key);
/*
 * Returns the position of the item with this key. If no item has this key, returns `count`; the
 * caller must then append the item at that position of the array before the next call.
 */
MUST_USE size_t set_add(struct set *set, const void *items, size_t count, const void *key);
/* Replaces all positions by those of the array, after items were removed or moved. No two items may
 * have the same key. */
void set_rebuild(struct set *set, const void *items, size_t count);
/* Frees the slots. The kind remains, so the set may be used again. */
void set_done(struct set *set);
#define set_scope CLEANUP(set_done)

/* The kind of a set of texts: the items are of the type const char *, and none is NULL. */
extern const struct set_kind set_texts;

/* Returns a hash of a string, for set_kind.hash. For a key of several strings, pass the hash of one
 * as `seed` of the next; the first seed is 0. */
uint64_t set_hash_text(uint64_t seed, const char *text);
