// SPDX-License-Identifier: Apache-2.0
/*
 * Time windows: when something is open, by recurrence rules (RFC 5545) in an IANA time zone.
 *
 *     timeZone: Europe/Berlin
 *     include:
 *     - {rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", from: "09:00", to: "17:00"}
 *     exclude:
 *     - {start: 2026-12-20, end: 2027-01-03}
 *
 * The window is open while an entry of `include` covers the time (all time, without `include`) and
 * no entry of `exclude` does. A rule gives days, never hours. On each day the time runs from `from`
 * to `to`, which is on the next day when it is not later, or for a duration, which counts elapsed
 * time.
 *
 * Local times follow RFC 5545: a time that a clock change skips is taken with the offset before the
 * change (02:30 is 03:30), and a time that occurs twice is the first of both. A day has no opening
 * when its time would end before it begins by these rules.
 *
 * A compiled window is a value: it contains what it needs of the system's zone files, so its state
 * depends on `now` alone. It knows the years 2000 to 2070 and looks ten years ahead.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/moment.h"
#include "manifests/values/calendar.h"

enum {
    WINDOW_RULES_MAX = 200, /* of all windows of one file */
    WINDOW_DAYS_MAX = 31,   /* length of one opening; openings that touch become one */
    WINDOW_YEARS = 10,      /* limit of the search for the next change */
    WINDOW_BACK_DAYS = 400, /* limit of the search for the last change */
    WINDOW_WHEN_MAX = 160,  /* bytes of a local time with its zone */
};

/* One entry of include or exclude. */
struct window_rule {
    const struct recurrence *recurrence; /* NULL: one time, from begin to end */
    moment begin, end; /* of a recurrence: the first and last moments at which it could begin */
    int64_t from, to;  /* seconds after midnight on the local clock; to -1: a duration */
    int64_t duration;
};

struct window {
    const struct zone *zone;
    const struct window_rule *includes, *excludes;
    size_t include_count, exclude_count;
};

/* State that the windows of one file share while it is decoded. */
struct window_reading {
    const struct zone *zones;
    size_t rules;  /* so far */
    size_t barren; /* rules without any day: finding that out takes long */
};

struct window_state {
    bool open;
    moment since; /* the last change; 0: longer ago than WINDOW_BACK_DAYS */
    moment next;  /* the next change; MOMENT_NEVER: not within WINDOW_YEARS */
};
/* Takes time proportional to rules and years at most. */
struct window_state window_state(const struct window *window, moment now);

/* True if the window opens within WINDOW_YEARS after `from`. */
bool window_opens(const struct window *window, moment from);

/* Writes "Tue 2026-12-01 09:00 Europe/Berlin", in the window's zone, into a buffer of
 * WINDOW_WHEN_MAX bytes. Returns the buffer. */
const char *window_when(const struct window *window, moment at, char *buffer);
