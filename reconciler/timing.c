// SPDX-License-Identifier: Apache-2.0
#include "reconciler/timing.h"

#include <time.h>

#include "manifests/base/words.h"

static int64_t microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void timing_begin(struct timing *timing)
{
    *timing = (struct timing){.last = microseconds()};
}

void timing_note(struct timing *timing, enum timed part)
{
    int64_t now = microseconds();
    timing->parts[part] += now - timing->last;
    timing->last = now;
}

const char *timing_word(enum timed part)
{
    static const char *const words[] = {
        [TIMED_READ] = "read",     [TIMED_DECODE] = "decode", [TIMED_PLAN] = "plan",
        [TIMED_CHANGE] = "change", [TIMED_ASK] = "ask",       [TIMED_APPLY] = "apply",
    };
    TABLE_COMPLETE(words, TIMED_COUNT);
    return words[part];
}
