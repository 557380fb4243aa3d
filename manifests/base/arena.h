// SPDX-License-Identifier: Apache-2.0
/*
 * An arena holds values that have the same lifetime: they are freed together, never one by one.
 *
 * Three lifetimes are in use. *Scratch*: the document tree of one file. *Part*: the objects decoded
 * from one blob, which `weir run` keeps between its syncs. *Run*: everything else of one sync.
 *
 * Memory is zeroed and aligned for any type. If memory runs out, the program aborts with a message
 * (memory_must). Input cannot cause this, because everything from outside has a maximum. With the
 * address sanitizer each request is an allocation of its own, so that its bounds are exact.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "manifests/base/memory.h"

struct arena_piece;

struct arena {
    struct arena_piece *pieces; /* newest first */
    char *at, *end;             /* the free bytes of the newest piece */
    size_t used;                /* bytes handed out, with padding, since the arena was empty */
    size_t first; /* bytes of the first piece; 0: 4096. A smaller size suits small arenas */
};

/* Returns zeroed memory of `size` bytes; never NULL, not even for size 0. */
NEVER_NULL void *arena_alloc(struct arena *arena, size_t size);
#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* Does the same as arena_alloc(count * size); aborts the program if the product overflows. */
NEVER_NULL void *arena_alloc_array(struct arena *arena, size_t count, size_t size);

/* Returns a NUL-terminated copy of `length` bytes; the bytes may contain NUL. */
NEVER_NULL char *arena_copy(struct arena *arena, const char *bytes, size_t length);
/* Returns a copy of a string, or NULL for NULL. */
char *arena_text(struct arena *arena, const char *text);
/* Returns the texts with `between` between them; "" for none. */
NEVER_NULL char *arena_join(struct arena *arena, const char *const *texts, size_t count,
                            const char *between);
PRINTF_LIKE(2, 3) NEVER_NULL char *arena_print(struct arena *arena, const char *format, ...);
PRINTF_LIKE(2, 0)
NEVER_NULL char *arena_vprint(struct arena *arena, const char *format, va_list arguments);

/* Forgets all values, and keeps the newest piece for new ones. For scratch arenas in a loop. */
void arena_clear(struct arena *arena);
/* Frees everything; the arena may be used again. Accepts NULL. */
void arena_done(struct arena *arena);
#define arena_scope CLEANUP(arena_done)
