// SPDX-License-Identifier: Apache-2.0
/*
 * Time windows are open or closed, by recurrence rules (RFC 5545) in an IANA time zone.
 *
 *     timeZone: Europe/Berlin
 *     include:
 *     - {rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", from: "09:00", to: "17:00"}
 *     exclude:
 *     - {start: 2026-12-20, end: 2027-01-03}
 *
 * The window is open while an entry of `include` covers the time (without `include`, all time is
 * covered) and no entry of `exclude` does. A rule gives days, never hours. On each of these days
 * there is an opening from `from` to `to`, or from `from` for a duration. If `to` is not later than
 * `from`, it is on the next day. A duration counts elapsed time.
 *
 * Local times follow RFC 5545: a time that a clock change skips is read with the offset before the
 * change (02:30 is 03:30), and a time that occurs twice means the first occurrence. A day has no
 * opening if, by these rules, the opening would not end after it begins.
 *
 * A compiled window is a value: it contains what it needs of the system's zone files, so its state
 * depends on `now` alone. It knows the years 2000 to 2070 and looks ten years ahead.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/moment.h"
#include "manifests/values/calendar.h"

enum {
    WINDOW_RULES_MAX = 200, /* entries of include and exclude in all windows of one file */
    WINDOW_DAYS_MAX = 31,   /* longest `duration` of an opening; `start` to `end` may be longer */
    WINDOW_YEARS = 10,      /* limit of the search for the next change */
    WINDOW_BACK_DAYS = 400, /* limit of the search for the last change */
    WINDOW_WHEN_MAX = 160,  /* bytes of a local time with its zone */
};

/* One entry of include or exclude. */
struct window_rule {
    const struct recurrence *recurrence; /* NULL: there is one opening, from begin to end */
    moment begin, end; /* with a recurrence: first and last moments at which an opening may begin */
    int64_t from, to;  /* seconds after midnight on the local clock; `to` is -1 with a duration */
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
    size_t rules;  /* number of entries of include and exclude so far */
    size_t barren; /* number of rules that match no day; to find that out takes long */
};

struct window_state {
    bool open;
    moment since; /* the last change; 0 if it was longer ago than WINDOW_BACK_DAYS */
    moment next;  /* the next change; MOMENT_NEVER if it is not within WINDOW_YEARS */
};
/* Returns the state at `now`. The time to compute it grows with the number of rules, and with the
 * time until the next change. */
struct window_state window_state(const struct window *window, moment now);

/* True if the window is open at some moment between `from` and WINDOW_YEARS later. */
bool window_opens(const struct window *window, moment from);

/* Writes "Tue 2026-12-01 09:00 Europe/Berlin", in the window's zone, into a buffer of
 * WINDOW_WHEN_MAX bytes. Returns the buffer. */
const char *window_when(const struct window *window, moment at, char *buffer);
