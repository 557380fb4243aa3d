// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/calendar.h"

#include <libical/ical.h>
#include <libical/icaltz-util.h>
#include <string.h>

#include "manifests/base/list.h"

static const int64_t week_seconds = 7 * 86400;

/* 2000-01-01 and 2071-01-01. */
static const int64_t known_begin = 946684800, known_end = 3187296000;

/*
 * Clears libical's last error, because some of its functions fail while an old error is set. Also
 * makes errors non-fatal, because libical can be built so that an error aborts the program.
 */
static void library_begin(void)
{
    icalerror_set_errors_are_fatal(0);
    icalerror_clear_errno();
}

/* True for names that can be zones of the IANA database. False for paths that leave the folder of
 * zone files, and for the copies and local files in that folder. */
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

/* Returns the first second after `begin`, until `end`, that has another offset than `begin`. */
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

/* Finds the changes of a zone's offset, at most one in each week: no zone changes its clocks twice
 * within a week. */
static void read_offsets(struct arena *arena, icaltimezone *from, struct zone *zone)
{
    LIST_OF(struct zone_offset) offsets = {0};
    /* Asking for the last year first makes libical compute the changes of all years. */
    int32_t last = offset_at(from, known_end);
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
 * Reads the zone's own file, and does not use libical's table of all zones: that table is global
 * state, and it has only the names in zone.tab.
 */
struct zone *calendar_zone(struct arena *arena, const char *name)
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

void calendar_days(const struct recurrence *recurrence, int64_t begin, int64_t end,
                   bool (*day)(void *context, int64_t midnight), void *context)
{
    struct icalrecurrencetype rule = recurrence->rule;
    begin = begin > known_begin ? begin : known_begin;
    end = end < known_end ? end : known_end;
    if (begin > end)
        return;
    library_begin();
    /* Without an end libical would search centuries for the next day. */
    rule.until = date_of(end);
    icalrecur_iterator *iterator = icalrecur_iterator_new(rule, recurrence->first);
    if (iterator == NULL)
        return;
    /* Fails if the next day of the rule is after the last year that libical knows. */
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

const struct recurrence *calendar_recurrence(struct arena *arena, const struct rrule *rule,
                                             int64_t first)
{
    library_begin();
    struct recurrence made = {.rule = icalrecurrencetype_from_string(rule->text),
                              .first = date_of(first)};
    int64_t found = -1;
    if (made.rule.freq != ICAL_NO_RECURRENCE)
        calendar_days(&made, first, known_end, stop_at_first, &found);
    if (found < 0)
        return NULL;
    struct recurrence *kept = arena_new(arena, struct recurrence);
    *kept = made;
    return kept;
}
