// SPDX-License-Identifier: Apache-2.0
/* Durations in seconds. Their texts are as Go and Kubernetes write them ("1h30m"), plus the units
 * "d" and "w". */
#pragma once

#include "manifests/base/moment.h"

enum { DURATION_TEXT_MAX = MOMENT_TEXT_MAX }; /* so that a buffer serves both */

/* Takes 0 seconds to ten years. False for anything else, and for a number without a unit ("10"). */
bool duration_parse(const char *text, int64_t *seconds);
/* Prints "1h30m" to a buffer of DURATION_TEXT_MAX bytes, and returns the buffer. */
const char *duration_print(int64_t seconds, char *buffer);
