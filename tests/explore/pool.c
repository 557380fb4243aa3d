// SPDX-License-Identifier: Apache-2.0
#include "tests/explore/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

/* The kept texts: an open hash table; its size is a power of two. */
static struct {
    const char **texts;
    size_t count, size;
} kept;

struct arena *pool_arena(void)
{
    return &arena;
}

static const char **find(const char *text)
{
    uint64_t hash = 14695981039346656037U;
    for (const char *at = text; *at != '\0'; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211U;
    size_t at = (size_t)(hash ^ hash >> 29) & (kept.size - 1);
    while (kept.texts[at] != NULL && strcmp(kept.texts[at], text) != 0)
        at = (at + 1) & (kept.size - 1);
    return &kept.texts[at];
}

static void grow(void)
{
    const char **old = kept.texts;
    size_t size = kept.size;
    kept.size = size > 0 ? size * 2 : 1024;
    kept.texts = memory_must(calloc(kept.size, sizeof *kept.texts));
    for (size_t i = 0; i < size; i++)
        if (old[i] != NULL)
            *find(old[i]) = old[i];
    free(old);
}

const char *pool_text(const char *text)
{
    if (text == NULL)
        return NULL;
    if (kept.count * 2 >= kept.size)
        grow();
    const char **place = find(text);
    if (*place == NULL) {
        *place = arena_text(&arena, text);
        kept.count++;
    }
    return *place;
}

void pool_clear(void)
{
    free(kept.texts);
    memset(&kept, 0, sizeof kept);
    arena_done(&arena);
}
