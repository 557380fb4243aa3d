// SPDX-License-Identifier: Apache-2.0
/* Parses and prints durations in seconds. Texts are whole numbers with units, as in Go ("1h30m"),
 * but with the units "w", "d", "h", "m" and "s". */
#pragma once

#include "manifests/base/moment.h"

enum { DURATION_TEXT_MAX = MOMENT_TEXT_MAX }; /* equal: one buffer fits a duration or a moment */

/* Parses a duration from 0 seconds to 3660 days (ten years). False for other texts, such as "10"
 * (no unit) or "30m1h" (units must get smaller); *seconds is then not changed. */
bool duration_parse(const char *text, int64_t *seconds);
/* Writes the duration, such as "2d1h30m", into a buffer of DURATION_TEXT_MAX bytes, and returns the
 * buffer. Writes "0s" for a negative duration. */
const char *duration_print(int64_t seconds, char *buffer);
