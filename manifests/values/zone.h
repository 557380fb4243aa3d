// SPDX-License-Identifier: Apache-2.0
/* Time zones as lists of offsets from UTC; pure values without any library. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "manifests/base/moment.h"

/* Each offset applies from its moment on; moments ascend. The first also applies before its moment.
 */
struct zone {
    const char *name; /* "Europe/Berlin" */
    const struct zone_offset {
        moment since;
        int32_t seconds; /* east of UTC */
    } * offsets;
    size_t count;
    const struct zone *next; /* used in the same file */
};

/* Converts a local time to an instant by the rule in window.h, and back. Local times are in
 * seconds, counted as if the clock showed UTC. */
moment zone_instant(const struct zone *zone, int64_t clock);
int64_t zone_clock(const struct zone *zone, moment at);
