// SPDX-License-Identifier: Apache-2.0
/*
 * Digests of content: "sha256:" and 64 lower-case hex digits, or "sha512:" and 128. Digests of
 * other algorithms are kept as text but never pinned.
 */
#pragma once

#include <stdbool.h>

enum { DIGEST_PREFIX_MIN = 7, DIGEST_SHORT_MAX = 24, DIGEST_TEXT_MAX = 136 };

/* True for a digest that may be pinned. */
bool digest_valid(const char *text);
/* True if `wanted` is the digest or at least its first seven hex digits; the algorithm before them
 * may be left out. */
bool digest_matches(const char *digest, const char *wanted);
/* Writes "sha256:0123456789ab" into a buffer of DIGEST_SHORT_MAX bytes; cuts any other text.
 * Returns the buffer. */
const char *digest_short(const char *digest, char *buffer);
