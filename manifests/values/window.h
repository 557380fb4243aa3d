// SPDX-License-Identifier: Apache-2.0
/*
 * Time windows: when something is open, by recurrence rules of RFC 5545 in an IANA time zone.
 *
 *     timeZone: Europe/Berlin
 *     include:
 *     - {rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", from: "09:00", to: "17:00"}
 *     exclude:
 *     - {start: 2026-12-20, end: 2027-01-03}
 *
 * Open is what an entry of `include` covers (without any: all time) and none of `exclude` does.
 * A rule gives days, never hours; each day's time runs from `from` to `to`, on the next day when
 * that is not later, or for a duration that is counted as a clock runs.
 *
 * Local times are read as RFC 5545 says: one that a change of the clocks leaves out is taken with
 * the offset before the change (02:30 is 03:30), one that occurs twice is the first of both. A day
 * whose time would end before it begins by that has none.
 *
 * A compiled window is a value: what it needs of the system's zone files is in it, so what follows
 * from it depends on `now` alone. It knows the years 2000 to 2070 and looks ten years around.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/moment.h"

enum {
    WINDOW_RULES_MAX = 200, /* of all windows of one file */
    WINDOW_RRULE_MAX = 500, /* bytes of one rule */
    WINDOW_INTERVAL_MAX = 1000,
    WINDOW_COUNT_MAX = 1000,
    WINDOW_DAYS_MAX = 31,   /* length of one opening; those that touch become one */
    WINDOW_YEARS = 10,      /* how far a search for the next change goes */
    WINDOW_BACK_DAYS = 400, /* and one for the last */
    WINDOW_WHEN_MAX = 160,  /* bytes of a local time with its zone */
};

/* Offsets from UTC, each from its moment on, rising; the first holds before it too. */
struct zone {
    const char *name; /* "Europe/Berlin" */
    const struct zone_offset {
        moment since;
        int32_t seconds; /* east of UTC */
    } * offsets;
    size_t count;
    const struct zone *next; /* of the same file */
};

/* Days by a rule; libical's, known to window.c only. */
struct recurrence;

/* One entry of include or exclude. */
struct window_rule {
    const struct recurrence *recurrence; /* NULL: one time, from begin to end */
    moment begin, end; /* of a recurrence: the first and last moments at which it could begin */
    int64_t from, to;  /* seconds behind the day's midnight on the clock; to -1: a duration */
    int64_t duration;
};

struct window {
    const struct zone *zone;
    const struct window_rule *includes, *excludes;
    size_t include_count, exclude_count;
};

/* What the windows of one file share while it is decoded. */
struct window_reading {
    const struct zone *zones;
    size_t rules;  /* so far */
    size_t barren; /* rules that never give a day: such a search takes long */
};

struct window_state {
    bool open;
    moment since; /* when it became so; 0: longer ago than WINDOW_BACK_DAYS */
    moment next;  /* when it changes; MOMENT_NEVER: not within WINDOW_YEARS */
};
/* Takes time in proportion to rules and years at most. */
struct window_state window_state(const struct window *window, moment now);

/* Whether it opens within WINDOW_YEARS from then on. */
bool window_opens(const struct window *window, moment from);

/* "Tue 2026-12-01 09:00 Europe/Berlin" on the window's clock, into a buffer of WINDOW_WHEN_MAX
 * bytes. */
const char *window_when(const struct window *window, moment at, char *buffer);
