// SPDX-License-Identifier: Apache-2.0
/* Reads and adds trailers of commit messages, git-interpret-trailers(1): lines "Key: value" of the
 * last paragraph, unless it is also the first one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/arena.h"

enum { TRAILER_VALUE_MAX = 1024 }; /* bytes with the NUL */

/* Walks through the lines of the last paragraph. */
struct trailers {
    const char *at, *end;    /* the lines that were not looked at yet */
    const char *key, *value; /* the current trailer's texts, not terminated */
    size_t key_length, value_length;
};

/* Begins a walk through the message's trailers: trailers_next moves to the first one. */
struct trailers trailers_of(const char *message, size_t length);
/* Moves to the next trailer with this key (NULL: with any key). Skips trailers whose value, with a
 * NUL, has more than TRAILER_VALUE_MAX bytes. Returns false after the last trailer. */
bool trailers_next(struct trailers *trailers, const char *key);
/* Returns a copy of the value of the first trailer with this key, or NULL if there is none. */
const char *trailer_find(struct arena *arena, const char *message, size_t length, const char *key);

/* Returns the message with one more trailer: after its other trailers, or in a new paragraph if it
 * has none. */
const char *trailer_add(struct arena *arena, const char *message, const char *key,
                        const char *value);
