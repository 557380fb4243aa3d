// SPDX-License-Identifier: Apache-2.0
/*
 * Checks and compares digests of content: "sha256:" and 64 lower-case hex digits, or "sha512:" and
 * 128. Digests of other algorithms are never pinned.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/arena.h"

/* The minimum is in hex digits; the maxima are in bytes, with the NUL. */
enum { DIGEST_PREFIX_MIN = 7, DIGEST_SHORT_MAX = 24, DIGEST_TEXT_MAX = 136 };

/* True for a digest that may be pinned. */
bool digest_valid(const char *text);
/* True for a digest that may be pinned, and for at least its first seven hex digits, with or
 * without the algorithm before them. */
bool digest_beginning_valid(const char *text);

enum { DIGEST_FOUND_MAX = 5 };

/*
 * A search for the one digest that begins as a person wrote it. Set `wanted` and zero the rest, and
 * add all digests that the person can mean. A person who wrote too few digits must write more of
 * them, because no order of the digests says which one was meant.
 */
struct digest_search {
    const char *wanted;                  /* digest_beginning_valid() */
    const char *found[DIGEST_FOUND_MAX]; /* different digests, in the order in which they came */
    size_t count;
    bool more; /* further digests match, too */
};
/* Looks at a digest; does nothing if it is NULL. */
void digest_search_add(struct digest_search *search, const char *digest);
/* Returns the only digest that matches, or NULL if none matches, or several. */
const char *digest_search_only(const struct digest_search *search);
/* Returns the digests that match, "sha256:…, sha256:… and more", in the arena. */
const char *digest_search_text(struct arena *arena, const struct digest_search *search);
/* Writes a digest as "sha256:0123456789ab" into a buffer of DIGEST_SHORT_MAX bytes, and returns the
 * buffer. A text that is not a digest is cut. */
const char *digest_short(const char *digest, char *buffer);
