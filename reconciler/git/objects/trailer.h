// SPDX-License-Identifier: Apache-2.0
/* Trailers of commit messages, git-interpret-trailers(1): lines "Key: value" of the last paragraph,
 * when there is one before it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/arena.h"

enum { TRAILER_VALUE_MAX = 1024 };

/* Walks through the lines of the last paragraph. */
struct trailers {
    const char *at, *end;
    const char *key, *value; /* of the current line, not terminated */
    size_t key_length, value_length;
};

struct trailers trailers_of(const char *message, size_t length);
/* Moves to the next trailer of this key; false after the last, or when its value is too long. */
bool trailers_next(struct trailers *trailers, const char *key);
/* The value of the first trailer of this key in the arena, or NULL. */
const char *trailer_find(struct arena *arena, const char *message, size_t length, const char *key);

/* Returns the message with one more trailer, after its other trailers or in a paragraph of its
 * own. */
const char *trailer_add(struct arena *arena, const char *message, const char *key,
                        const char *value);
