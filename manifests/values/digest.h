// SPDX-License-Identifier: Apache-2.0
/*
 * Checks and compares digests of content: "sha256:" and 64 lower-case hex digits, or "sha512:" and
 * 128. Digests of other algorithms are never pinned.
 */
#pragma once

#include <stdbool.h>

/* The minimum is in hex digits; the maxima are in bytes, with the NUL. */
enum { DIGEST_PREFIX_MIN = 7, DIGEST_SHORT_MAX = 24, DIGEST_TEXT_MAX = 136 };

/* True for a digest that may be pinned. */
bool digest_valid(const char *text);
/* True if `wanted` is the digest or at least its first seven hex digits, with or without the
 * algorithm before them. */
bool digest_matches(const char *digest, const char *wanted);
/* Writes a digest as "sha256:0123456789ab" into a buffer of DIGEST_SHORT_MAX bytes, and returns the
 * buffer. A text that is not a digest is cut. */
const char *digest_short(const char *digest, char *buffer);
