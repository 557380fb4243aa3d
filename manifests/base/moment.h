// SPDX-License-Identifier: Apache-2.0
/*
 * Instants and durations. An instant is seconds since 1970 UTC; texts are RFC 3339, printed with
 * "Z". A duration is written as Go and Kubernetes write it ("1h30m"), plus "d" and "w".
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef int64_t moment; /* seconds since 1970-01-01T00:00:00Z */

#define MOMENT_NEVER INT64_MAX

enum { MOMENT_TEXT_MAX = 32 };

/* False when the text is no RFC 3339 date-time; fractions of a second are cut off. */
bool moment_parse(const char *text, moment *out);
/* "2026-11-21T09:00:00Z" into a buffer of MOMENT_TEXT_MAX bytes; returns the buffer. */
const char *moment_print(moment at, char *buffer);

/* Seconds, 0 to ten years. False for anything else, units that are missing included ("10"). */
bool duration_parse(const char *text, int64_t *seconds);
/* "1h30m" into a buffer of MOMENT_TEXT_MAX bytes; returns the buffer. */
const char *duration_print(int64_t seconds, char *buffer);
