// SPDX-License-Identifier: Apache-2.0
/*
 * Arenas: memory of values that live and die together and are never freed one by one.
 *
 * Three lifetimes are in use. *Scratch*: the document tree of one file. *Part*: what was decoded
 * from one blob, kept between ticks. *Run*: everything else of one reconcile.
 *
 * Memory comes zeroed and aligned for any type. Running out of memory ends the program with a
 * message (memory_must): everything from outside has a maximum, so it cannot be provoked from
 * there. In builds with a sanitizer each piece is its own allocation, so that its bounds are exact.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "manifests/base/memory.h"

struct arena_piece;

struct arena {
    struct arena_piece *pieces; /* newest first */
    char *at, *end;             /* the free bytes of the newest piece */
    size_t used;                /* bytes handed out since arena_clear; for limits and tests */
    size_t first; /* bytes of the first piece; 0 means 4096. Set it for thousands of small arenas */
};

/* Returns zeroed memory of `size` bytes; never NULL, not even for size 0. */
NEVER_NULL void *arena_alloc(struct arena *arena, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* As arena_alloc(count * size); ends the program when the product overflows. */
NEVER_NULL void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Returns a NUL-terminated copy of length bytes; the bytes may contain NUL. */
NEVER_NULL char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* Returns a copy of a string; NULL for NULL. */
char *arena_text(struct arena *arena, const char *text);
PRINTF_LIKE(2, 3) NEVER_NULL char *arena_print(struct arena *arena, const char *format, ...);
PRINTF_LIKE(2, 0)
NEVER_NULL char *arena_vprint(struct arena *arena, const char *format, va_list arguments);

/* Forgets all values but keeps one piece for the next ones: for scratch arenas in a loop. */
void arena_clear(struct arena *arena);
/* Frees everything; the arena may be used again. Takes NULL. */
void arena_done(struct arena *arena);
#define arena_scope CLEANUP(arena_done)
