// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/zone.h"

#include <stdbool.h>

static const int64_t day_seconds = 86400;

static int32_t zone_offset(const struct zone *zone, moment at)
{
    size_t low = 0, high = zone->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (zone->offsets[middle].since <= at)
            low = middle;
        else
            high = middle;
    }
    return zone->offsets[low].seconds;
}

int64_t zone_clock(const struct zone *zone, moment at)
{
    return at + zone_offset(zone, at);
}

moment zone_instant(const struct zone *zone, int64_t clock)
{
    moment early = clock - zone_offset(zone, clock - day_seconds);
    moment late = clock - zone_offset(zone, clock + day_seconds);
    /* Near a clock change, uses the offset before the change: for a time that occurs twice this
     * gives the first occurrence, and for a skipped time RFC 5545 requires it. */
    bool gap = zone_clock(zone, early) != clock && zone_clock(zone, late) != clock;
    return gap || zone_clock(zone, early) == clock ? early : late;
}
