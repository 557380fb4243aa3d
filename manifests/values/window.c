// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/window.h"

#include <stdio.h>
#include <time.h>

#include "manifests/base/list.h"
#include "manifests/values/calendar.h"

static const int64_t day_seconds = 86400;

/* The time from `begin` up to, but not including, `end`. */
struct span {
    moment begin, end;
};
typedef LIST_OF(struct span) span_list;

/* State of the search for a rule's openings between two moments. */
struct collecting {
    struct arena *arena;
    const struct zone *zone;
    const struct window_rule *rule;
    moment begin, end;
    span_list *out;
};

static void add_clipped(struct collecting *collecting, struct span span)
{
    span.begin = span.begin > collecting->begin ? span.begin : collecting->begin;
    span.end = span.end < collecting->end ? span.end : collecting->end;
    if (span.begin < span.end)
        *list_add(collecting->arena, collecting->out) = span;
}

static bool add_day(void *context, int64_t midnight)
{
    struct collecting *collecting = context;
    const struct window_rule *rule = collecting->rule;
    struct span span = {.begin = zone_instant(collecting->zone, midnight + rule->from)};
    span.end = rule->to < 0 ? span.begin + rule->duration
                            : zone_instant(collecting->zone, midnight + rule->to);
    if (span.begin > rule->end)
        return false;
    add_clipped(collecting, span);
    return true;
}

static int by_begin(const void *left, const void *right)
{
    const struct span *a = left, *b = right;
    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Sorts the spans and joins those that touch or overlap. */
static void merge(span_list *spans)
{
    size_t kept = 0;
    list_sort(spans, by_begin);
    for (size_t i = 0; i < spans->count; i++) {
        struct span span = spans->items[i], *last = &spans->items[kept - (kept > 0)];
        if (kept == 0 || span.begin > last->end)
            spans->items[kept++] = span;
        else if (span.end > last->end)
            last->end = span.end;
    }
    spans->count = kept;
}

static void collect(struct arena *arena, const struct zone *zone, const struct window_rule *rules,
                    size_t count, struct span within, span_list *out)
{
    for (size_t i = 0; i < count; i++) {
        const struct window_rule *rule = &rules[i];
        struct collecting collecting = {arena, zone, rule, within.begin, within.end, out};
        if (rule->recurrence == NULL)
            add_clipped(&collecting, (struct span){rule->begin, rule->end});
        else /* an earlier opening may still last */
            calendar_days(rule->recurrence,
                          zone_clock(zone, within.begin) - (WINDOW_DAYS_MAX + 2) * day_seconds,
                          zone_clock(zone, within.end) + day_seconds, add_day, &collecting);
    }
    merge(out);
}

/* Lists the spans from `begin` to `end` in which the window is open: the spans of `include` (the
 * whole time if there is no `include`) without those of `exclude`. They are in order and do not
 * overlap. */
static void open_spans(struct arena *arena, const struct window *window, moment begin, moment end,
                       span_list *out)
{
    struct span within = {begin, end};
    span_list open = {0}, closed = {0};
    if (window->include_count > 0)
        collect(arena, window->zone, window->includes, window->include_count, within, &open);
    else
        *list_add(arena, &open) = within;
    collect(arena, window->zone, window->excludes, window->exclude_count, within, &closed);
    size_t first = 0;
    list_each (span, &open) {
        moment at = span->begin;
        while (first < closed.count && closed.items[first].end <= at)
            first++;
        for (size_t i = first; i < closed.count && closed.items[i].begin < span->end; i++) {
            if (closed.items[i].begin > at)
                *list_add(arena, out) = (struct span){at, closed.items[i].begin};
            at = closed.items[i].end > at ? closed.items[i].end : at;
        }
        if (at < span->end)
            *list_add(arena, out) = (struct span){at, span->end};
    }
}

/* Stores a change of the window if it is the latest one until now, or the earliest one after. */
static void note_change(struct window_state *state, moment now, moment at)
{
    if (at <= now && at > state->since)
        state->since = at;
    if (at > now && at < state->next)
        state->next = at;
}

/* Finds the state by searching one span of time. False if the next change is not in the span. */
static bool state_within(const struct window *window, moment now, struct span within,
                         struct window_state *state)
{
    arena_scope struct arena scratch = {0};
    span_list spans = {0};
    open_spans(&scratch, window, within.begin, within.end, &spans);
    *state = (struct window_state){.since = within.begin, .next = within.end};
    list_each (span, &spans) {
        state->open = state->open || (span->begin <= now && now < span->end);
        note_change(state, now, span->begin);
        note_change(state, now, span->end);
    }
    if (state->since == within.begin)
        state->since = 0;
    if (state->next == within.end)
        state->next = MOMENT_NEVER;
    return state->next != MOMENT_NEVER;
}

/* Numbers of days to search, one after another. Most windows change every week, so the first search
 * is usually enough. */
static const int reaches[] = {9, 70, WINDOW_BACK_DAYS, WINDOW_YEARS * 366};
enum { REACHES = sizeof reaches / sizeof *reaches };

struct window_state window_state(const struct window *window, moment now)
{
    struct window_state state = {0};
    bool found = false;
    for (size_t i = 0; i < REACHES && !found; i++) {
        int back = reaches[i] < WINDOW_BACK_DAYS ? reaches[i] : WINDOW_BACK_DAYS;
        struct span within = {now - back * day_seconds, now + reaches[i] * day_seconds};
        found = state_within(window, now, within, &state) &&
                (state.since != 0 || back == WINDOW_BACK_DAYS);
    }
    return state;
}

bool window_opens(const struct window *window, moment from)
{
    arena_scope struct arena scratch = {0};
    span_list spans = {0};
    for (size_t i = 0; i < REACHES && spans.count == 0; i++)
        open_spans(&scratch, window, from, from + reaches[i] * day_seconds, &spans);
    return spans.count > 0;
}

const char *window_when(const struct window *window, moment at, char *buffer)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    time_t clock = zone_clock(window->zone, at);
    struct tm tm = {0};
    if (gmtime_r(&clock, &tm) == NULL)
        tm = (struct tm){0};
    snprintf(buffer, WINDOW_WHEN_MAX, "%s %04d-%02d-%02d %02d:%02d %s", days[tm.tm_wday],
             tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min,
             window->zone->name);
    return buffer;
}
