// SPDX-License-Identifier: Apache-2.0
/* Converts local times to instants and back, by a zone's offsets from UTC. Needs no library. */
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
    const struct zone *next; /* next zone that the same file uses */
};

/* zone_instant converts a local time to an instant by the rules in window.h; zone_clock converts an
 * instant to a local time. Local times are in seconds, counted as if the clock showed UTC. */
moment zone_instant(const struct zone *zone, int64_t clock);
int64_t zone_clock(const struct zone *zone, moment at);
