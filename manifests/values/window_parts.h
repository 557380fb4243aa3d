// SPDX-License-Identifier: Apache-2.0
/* Inside of windows: decoding, the clocks of zones and the days of rules. */
#pragma once

#include "manifests/base/err.h"
#include "manifests/kinds/fields.h"
#include "manifests/values/window.h"

/* Decodes and compiles a map as above; NULL when it has a problem. `name` is allowed in it. */
const struct window *window_read(struct decoding *decoding, struct window_reading *reading,
                                 const struct node *map);

/* The parts of a RRULE that are looked at by ourselves. */
struct rrule {
    char text[WINDOW_RRULE_MAX + 1]; /* without COUNT and UNTIL */
    unsigned interval, count;        /* count 0: not said */
    bool until_set, until_day, until_utc;
    int64_t until;    /* as seconds of a clock */
    bool needs_start; /* without a first day it would not say which days */
};
/* 0, or -1 with message and hint. Accepts what gives days and nothing below. */
MUST_USE int rrule_parse(const char *text, struct rrule *out, struct err *err);
/* "2026-12-20", "2026-12-20T22:00" or "…:30" as seconds of a clock; *day: it has no time. */
bool clock_parse(const char *text, int64_t *seconds, bool *day);

/* Reads the system's zone files; NULL when there is no such zone. */
struct zone *zone_make(struct arena *arena, const char *name);
/* A local time as an instant, by the rule above; and back. */
moment zone_instant(const struct zone *zone, int64_t clock);
int64_t zone_clock(const struct zone *zone, moment at);

/* first: midnight of the day from which it counts, in seconds of a clock. NULL: no day ever. */
const struct recurrence *recurrence_make(struct arena *arena, const struct rrule *rule,
                                         int64_t first);
/* Calls `day` with midnight of each of its days from `begin` to `end`, in order, till it says no.
 */
void recurrence_days(const struct recurrence *recurrence, int64_t begin, int64_t end,
                     bool (*day)(void *context, int64_t midnight), void *context);

struct span {
    moment begin, end;
};
typedef LIST_OF(struct span) span_list;
/* When it is open between two moments: in order, apart from each other. */
void window_spans(struct arena *arena, const struct window *window, moment begin, moment end,
                  span_list *out);
