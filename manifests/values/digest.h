// SPDX-License-Identifier: Apache-2.0
/*
 * Digests of content: "sha256:" and 64 lower-case hex digits, or "sha512:" and 128. Other
 * algorithms are carried as text where they occur but are never pinned.
 */
#pragma once

#include <stdbool.h>

enum { DIGEST_PREFIX_MIN = 7, DIGEST_SHORT_MAX = 24, DIGEST_TEXT_MAX = 136 };

/* True for a digest that may be pinned. */
bool digest_valid(const char *text);
/* Whether `wanted` names the digest: all of it, or at least seven of its first hex digits, with or
 * without the algorithm before them. */
bool digest_matches(const char *digest, const char *wanted);
/* "sha256:0123456789ab" into a buffer of DIGEST_SHORT_MAX bytes; any text is cut. Returns it. */
const char *digest_short(const char *digest, char *buffer);
