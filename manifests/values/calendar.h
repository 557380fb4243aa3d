// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the system's time zones and finds the days of recurrence rules, for the years 2000 to 2070.
 * No other file uses libical.
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/values/rrule.h"
#include "manifests/values/zone.h"

/* A rule and its first day, in libical's types. */
struct recurrence;

/* Reads the system's file of this zone. Returns NULL if there is no zone of this name, or its file
 * can't be read. */
struct zone *calendar_zone(struct arena *arena, const char *name);

/* Prepares a rule for calendar_days. `first` is midnight of the day from which the rule counts, in
 * seconds of a local clock. Returns NULL if no day from `first` until 2070 matches the rule, or if
 * libical rejects the rule. */
const struct recurrence *calendar_recurrence(struct arena *arena, const struct rrule *rule,
                                             int64_t first);
/* Calls `day` with the midnight of each day that matches the rule, in order, from the day of
 * `begin` to the day of `end`, until `day` returns false. Times are in seconds of a local clock. */
void calendar_days(const struct recurrence *recurrence, int64_t begin, int64_t end,
                   bool (*day)(void *context, int64_t midnight), void *context);
