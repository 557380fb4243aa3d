// SPDX-License-Identifier: Apache-2.0
/* Measures where the time of one reconcile goes. */
#pragma once

#include <stdint.h>

enum timed { TIMED_READ, TIMED_DECODE, TIMED_PLAN, TIMED_CHANGE, TIMED_ASK, TIMED_APPLY };
enum { TIMED_COUNT = TIMED_APPLY + 1 };

struct timing {
    int64_t parts[TIMED_COUNT]; /* microseconds, the sum over all rounds */
    int64_t last;               /* time of the last call, microseconds of the monotonic clock */
    unsigned rounds;            /* rounds of plan, change and ask */
};

void timing_begin(struct timing *timing);
/* Adds the time since the last call, or since timing_begin, to `part`. */
void timing_note(struct timing *timing, enum timed part);
const char *timing_word(enum timed part);
