// SPDX-License-Identifier: Apache-2.0
/*
 * The only user of libical: reads time zones of the system, and finds the days of recurrence rules.
 * Years from 2000 to 2070 are known.
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/values/rrule.h"
#include "manifests/values/zone.h"

/* Days by a rule, for libical. */
struct recurrence;

/* Reads the system's zone files. NULL when there is no zone of this name. */
struct zone *calendar_zone(struct arena *arena, const char *name);

/* Makes the days of a rule. `first`: midnight of the day from which it counts, in seconds of a
 * local clock. NULL when the rule has no day at all. */
const struct recurrence *calendar_recurrence(struct arena *arena, const struct rrule *rule,
                                             int64_t first);
/* Calls `day` with the midnight of each day from `begin` to `end`, in order, until it returns
 * false.
 */
void calendar_days(const struct recurrence *recurrence, int64_t begin, int64_t end,
                   bool (*day)(void *context, int64_t midnight), void *context);
