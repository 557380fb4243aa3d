// SPDX-License-Identifier: Apache-2.0
/* The only user of libical: zones of the system, and the days of recurrence rules. */
#include "manifests/values/window.h"

#include <libical/ical.h>
#include <libical/icaltz-util.h>
#include <string.h>

#include "manifests/values/window_parts.h"

static const int64_t day_seconds = 86400, week_seconds = 7 * 86400;

/* What a window knows: from 2000-01-01 to 2071-01-01. */
static const int64_t known_begin = 946684800, known_end = 3187296000;

/*
 * libical keeps its last error until it is cleared, and some of its functions fail because of an
 * old one; whether an error aborts is a choice of how it was built.
 */
static void library_begin(void)
{
    icalerror_set_errors_are_fatal(0);
    icalerror_clear_errno();
}

/* --- zones --- */

/* Names of the database: no way out of its folder, none of the copies and local files in it. */
static bool zone_named(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "_+-/";
    static const char *const others[] = {"posix/", "right/", "posixrules", "localtime", "Factory"};
    enum { NAME_MAX_BYTES = 64 };
    size_t length = strlen(name);
    if (length == 0 || length > NAME_MAX_BYTES || name[strspn(name, letters)] != '\0' ||
        name[0] == '/' || name[0] == '-')
        return false;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strncmp(name, others[i], strlen(others[i])) == 0)
            return false;
    return true;
}

static int32_t offset_at(icaltimezone *zone, moment at)
{
    struct icaltimetype time =
        icaltime_from_timet_with_zone(at, 0, icaltimezone_get_utc_timezone());
    int summer;
    return icaltimezone_get_utc_offset_of_utc_time(zone, &time, &summer);
}

/* The first second of (begin, end] with another offset than `begin` has. */
static moment change_between(icaltimezone *zone, moment begin, moment end)
{
    int32_t offset = offset_at(zone, begin);
    while (end - begin > 1) {
        moment middle = begin + (end - begin) / 2;
        if (offset_at(zone, middle) == offset)
            begin = middle;
        else
            end = middle;
    }
    return end;
}

/* No zone changes its clocks twice within a week. */
static void read_offsets(struct arena *arena, icaltimezone *from, struct zone *zone)
{
    LIST_OF(struct zone_offset) offsets = {0};
    int32_t last = offset_at(from, known_end); /* the last year first: it works the others out */
    last = offset_at(from, known_begin);
    *list_add(arena, &offsets) = (struct zone_offset){known_begin, last};
    for (moment at = known_begin; at < known_end; at += week_seconds) {
        if (offset_at(from, at + week_seconds) == last)
            continue;
        moment change = change_between(from, at, at + week_seconds);
        last = offset_at(from, at + week_seconds);
        *list_add(arena, &offsets) = (struct zone_offset){change, last};
    }
    zone->offsets = offsets.items;
    zone->count = offsets.count;
}

/*
 * The zone is fetched by itself, not from libical's table of all zones: that one would stay behind
 * as global state, and it is of the names in zone.tab only.
 */
struct zone *zone_make(struct arena *arena, const char *name)
{
    library_begin();
    icalcomponent *component = zone_named(name) ? icaltzutil_fetch_timezone(name) : NULL;
    if (component == NULL)
        return NULL;
    icaltimezone *from = memory_must(icaltimezone_new());
    struct zone *zone = NULL;
    if (icaltimezone_set_component(from, component)) {
        zone = arena_new(arena, struct zone);
        zone->name = arena_text(arena, name);
        read_offsets(arena, from, zone);
    } else {
        icalcomponent_free(component);
    }
    icaltimezone_free(from, 1);
    icalmemory_free_ring();
    return zone;
}

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
    /* The offset before a change wins: the first of two, and in a gap the one that holds till it.
     */
    bool gap = zone_clock(zone, early) != clock && zone_clock(zone, late) != clock;
    return gap || zone_clock(zone, early) == clock ? early : late;
}

/* --- recurrences --- */

struct recurrence {
    struct icalrecurrencetype rule;
    struct icaltimetype first;
};

static struct icaltimetype date_of(int64_t clock)
{
    struct icaltimetype date = icaltime_from_timet_with_zone(clock, 0, NULL);
    date.hour = date.minute = date.second = 0;
    date.is_date = 1;
    return date;
}

void recurrence_days(const struct recurrence *recurrence, int64_t begin, int64_t end,
                     bool (*day)(void *context, int64_t midnight), void *context)
{
    struct icalrecurrencetype rule = recurrence->rule;
    begin = begin > known_begin ? begin : known_begin;
    end = end < known_end ? end : known_end;
    if (begin > end)
        return;
    library_begin();
    /* An end is what keeps libical from searching for the next day through the centuries. */
    rule.until = date_of(end);
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, recurrence->first);
    if (iterator == NULL)
        return;
    /* It fails when the next day lies behind all that it knows. */
    if (icalrecur_iterator_set_start(iterator, date_of(begin))) {
        struct icaltimetype date = icalrecur_iterator_next(iterator);
        while (!icaltime_is_null_time(date) && day(context, icaltime_as_timet(date)))
            date = icalrecur_iterator_next(iterator);
    }
    icalrecur_iterator_free(iterator);
}

static bool stop_at_first(void *context, int64_t midnight)
{
    *(int64_t *)context = midnight;
    return false;
}

const struct recurrence *recurrence_make(struct arena *arena, const struct rrule *rule,
                                         int64_t first)
{
    library_begin();
    struct recurrence made = {.rule = icalrecurrencetype_from_string(rule->text),
                              .first = date_of(first)};
    int64_t found = -1;
    if (made.rule.freq != ICAL_NO_RECURRENCE)
        recurrence_days(&made, first, known_end, stop_at_first, &found);
    if (found < 0)
        return NULL;
    struct recurrence *kept = arena_new(arena, struct recurrence);
    *kept = made;
    return kept;
}
