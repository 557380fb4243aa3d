// SPDX-License-Identifier: Apache-2.0
/* Instants: seconds since 1970 UTC. Their texts are RFC 3339, printed with "Z". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t moment; /* seconds since 1970-01-01T00:00:00Z */

#define MOMENT_NEVER INT64_MAX

enum { MOMENT_TEXT_MAX = 32 };

/* False when the text is not an RFC 3339 date-time. Fractions of a second are cut off. */
bool moment_parse(const char *text, moment *out);
/* Prints "2026-11-21T09:00:00Z" to a buffer of MOMENT_TEXT_MAX bytes, and returns the buffer. */
const char *moment_print(moment at, char *buffer);
