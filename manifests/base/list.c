// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/list.h"

#include <stdbool.h>
#include <string.h>

void *list_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t room = *capacity > 0 ? *capacity * 2 : 4;
    void *grown = arena_alloc_array(arena, room, size);
    if (count > 0)
        memcpy(grown, items, count * size);
    *capacity = room;
    return grown;
}

/* Merges the sorted halves [0, middle) and [middle, count); copies them to `spare` first. */
static void merge(char *items, char *spare, size_t middle, size_t count, size_t size,
                  int (*compare)(const void *, const void *))
{
    memcpy(spare, items, count * size);
    size_t left = 0, right = middle;
    for (size_t at = 0; at < count; at++) {
        bool take_left = right == count ||
                         (left < middle && compare(spare + left * size, spare + right * size) <= 0);
        size_t from = take_left ? left++ : right++;
        memcpy(items + at * size, spare + from * size, size);
    }
}

static void sort(char *items, char *spare, size_t count, size_t size,
                 int (*compare)(const void *, const void *))
{
    if (count < 2)
        return;
    size_t middle = count / 2;
    sort(items, spare, middle, size, compare);
    sort(items + middle * size, spare, count - middle, size, compare);
    if (compare(items + (middle - 1) * size, items + middle * size) > 0)
        merge(items, spare, middle, count, size, compare);
}

int list_compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

size_t list_order_texts(const char **texts, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(texts, count, sizeof *texts, list_compare_texts);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(texts[i], texts[kept - 1]) != 0)
            texts[kept++] = texts[i];
    return kept;
}

void list_order(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
    if (count < 2)
        return;
    char *spare = memory_must(malloc(count * size));
    sort(items, spare, count, size, compare);
    free(spare);
}

size_t list_place(const void *items, size_t count, size_t size, const void *key,
                  int (*compare)(const void *, const void *))
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(key, (const char *)items + middle * size) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void *list_search(const void *items, size_t count, size_t size, const void *key,
                  int (*compare)(const void *, const void *))
{
    size_t place = list_place(items, count, size, key, compare);
    if (place == count || compare(key, (const char *)items + place * size) != 0)
        return NULL;
    return (char *)items + place * size;
}
