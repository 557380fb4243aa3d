// SPDX-License-Identifier: Apache-2.0
/* Parses and prints instants. Their texts are RFC 3339 date-times, printed with "Z". */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t moment; /* seconds since 1970-01-01T00:00:00Z */

#define MOMENT_NEVER INT64_MAX

enum { MOMENT_TEXT_MAX = 32 };

/* Parses an RFC 3339 date-time with an upper-case "T". False for a leap second and for other texts;
 * some texts without leading zeros are accepted. Fractions of a second are cut off. */
bool moment_parse(const char *text, moment *out);
/* Writes "2026-11-21T09:00:00Z" into a buffer of MOMENT_TEXT_MAX bytes, and returns the buffer.
 * Writes "never" for MOMENT_NEVER. */
const char *moment_print(moment at, char *buffer);
