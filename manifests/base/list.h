// SPDX-License-Identifier: Apache-2.0
/*
 * Defines typed lists whose items live in an arena.
 *
 *     LIST_OF(struct step) steps = {0};
 *     *list_add(&arena, &steps) = (struct step){…};
 *     list_each (step, &steps)
 *         use(step->name);
 *
 * list_add returns the address of a new item, which is valid until the next list_add. The item is
 * zeroed unless the caller has lowered `count` before. The macros evaluate their list more than
 * once: pass an expression without side effects. A zeroed list is empty.
 */
#pragma once

#include <stdlib.h>

#include "manifests/base/arena.h"

#define LIST_OF(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

typedef LIST_OF(const char *) text_list;

#define list_add(arena, list)                                                                      \
    ((list)->items = list_grow((arena), (list)->items, (list)->count, &(list)->capacity,           \
                               sizeof *(list)->items),                                             \
     &(list)->items[(list)->count++])

#define list_each(item, list)                                                                      \
    for (__typeof__(&*(list)->items) item = (list)->items;                                         \
         (list)->count > 0 && item < (list)->items + (list)->count; item++)

/* Returns the first item of a sorted list that equals the key, or NULL. */
#define list_find(list, key, compare)                                                              \
    ((__typeof__(&*(list)->items))list_search((list)->items, (list)->count, sizeof *(list)->items, \
                                              (key), (compare)))

#define list_sort(list, compare)                                                                   \
    list_order((list)->items, (list)->count, sizeof *(list)->items, (compare))

/* Returns the items, moved if necessary so that one more fits; new room is zeroed. */
void *list_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

/* Sorts texts by their bytes and drops repeated ones. Returns how many remain. */
size_t list_order_texts(const char **texts, size_t count);
/* Compares two texts by their bytes, for sorting and searching; both arguments point to a const
 * char *. */
int list_compare_texts(const void *a, const void *b);

/* Returns the index of the first item of a sorted array that is not less than the key: the key's
 * place, or the place where it would be inserted. `compare` gets the key and an item. */
size_t list_place(const void *items, size_t count, size_t size, const void *key,
                  int (*compare)(const void *, const void *));
/* Returns the first item of a sorted array that equals the key, or NULL. */
void *list_search(const void *items, size_t count, size_t size, const void *key,
                  int (*compare)(const void *, const void *));

/* Sorts an array. Equal items keep their order. */
void list_order(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));
