// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define EXACT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EXACT 1
#endif
#endif
#ifndef EXACT
#define EXACT 0
#endif

enum {
    PIECE_FIRST = 4096,
    PIECE_MAX = 1 << 20,
};

struct arena_piece {
    struct arena_piece *older;
    size_t size; /* the size of bytes[] */
    alignas(max_align_t) char bytes[];
};

static void add_piece(struct arena *arena, size_t size)
{
    struct arena_piece *piece = memory_must(malloc(sizeof *piece + size));
    piece->older = arena->pieces;
    piece->size = size;
    arena->pieces = piece;
    arena->at = piece->bytes;
    arena->end = piece->bytes + size;
}

/* Returns memory that is not zeroed. */
static char *take(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 4)
        memory_must(NULL);
    size_t rounded = (size + align - 1) / align * align;
    arena->used += rounded;
    if (EXACT) {
        add_piece(arena, size);
    } else if ((size_t)(arena->end - arena->at) < rounded) {
        size_t first = arena->first > 0 ? arena->first : PIECE_FIRST;
        size_t next = arena->pieces != NULL ? arena->pieces->size * 2 : first;
        if (next > PIECE_MAX)
            next = PIECE_MAX;
        add_piece(arena, rounded > next ? rounded : next);
    }
    char *memory = arena->at;
    arena->at = EXACT ? arena->end : memory + rounded;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
    size_t product = 0;
    if (__builtin_mul_overflow(count, size, &product))
        memory_must(NULL);
    return arena_alloc(arena, product);
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = take(arena, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *arena_text(struct arena *arena, const char *text)
{
    return text != NULL ? arena_copy(arena, text, strlen(text)) : NULL;
}

char *arena_vprint(struct arena *arena, const char *format, va_list arguments)
{
    char small[256];
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(small, sizeof small, format, arguments);
    memory_must(length < 0 ? NULL : small);
    size_t size = (size_t)length + 1;
    char *copy = arena_alloc(arena, size);
    if (size <= sizeof small)
        memcpy(copy, small, size);
    else
        vsnprintf(copy, size, format, again);
    va_end(again);
    return copy;
}

char *arena_join(struct arena *arena, const char *const *texts, size_t count, const char *between)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += strlen(texts[i]) + (i > 0 ? strlen(between) : 0);
    char *joined = arena_alloc(arena, size), *to = joined;
    for (size_t i = 0; i < count; i++)
        to = stpcpy(i > 0 ? stpcpy(to, between) : to, texts[i]);
    return joined;
}

char *arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

static void free_pieces(struct arena_piece *piece)
{
    while (piece != NULL) {
        struct arena_piece *older = piece->older;
        free(piece);
        piece = older;
    }
}

void arena_clear(struct arena *arena)
{
    struct arena_piece *keep = arena->pieces;
    arena->used = 0;
    if (keep == NULL)
        return;
    if (EXACT) {
        arena_done(arena);
        return;
    }
    free_pieces(keep->older);
    keep->older = NULL;
    arena->at = keep->bytes;
    arena->end = keep->bytes + keep->size;
}

void arena_done(struct arena *arena)
{
    if (arena == NULL)
        return;
    free_pieces(arena->pieces);
    *arena = (struct arena){.first = arena->first};
}
