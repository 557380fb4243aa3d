// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/window_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "manifests/base/text.h"
#include "manifests/kinds/texts.h"
#include "manifests/values/calendar.h"

enum { BARREN_MAX = 3 };

static const int64_t day_seconds = 86400;
static const int64_t years_begin = 946684800, years_end = 3155760000; /* 2000-01-01, 2070-01-01 */

/* An entry of include or exclude. A text that is not given is NULL; a duration that is not given is
 * -1. */
struct window_entry {
    const char *rrule, *from, *to, *start, *end;
    int64_t duration;
};

static const struct field entry_fields[] = {
    {"rrule", FIELD_TEXT, false, offsetof(struct window_entry, rrule)},
    {"from", FIELD_TEXT, false, offsetof(struct window_entry, from)},
    {"to", FIELD_TEXT, false, offsetof(struct window_entry, to)},
    {"duration", FIELD_DURATION, false, offsetof(struct window_entry, duration)},
    {"start", FIELD_TEXT, false, offsetof(struct window_entry, start)},
    {"end", FIELD_TEXT, false, offsetof(struct window_entry, end)},
    FIELDS_END,
};

/* One entry while it is compiled. */
struct entry_reading {
    struct decoding *decoding;
    struct window_reading *shared;
    const struct zone *zone;
    const struct node *node;
    struct window_entry entry;
};

PRINTF_LIKE(4, 5)
static bool wrong(const struct entry_reading *reading, const char *field, const char *hint,
                  const char *format, ...)
{
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const struct node *at = field != NULL ? field_find(reading->node, field) : NULL;
    problem_add(reading->decoding, PROBLEM_BAD_VALUE, at != NULL ? at : reading->node, hint, "%s",
                message);
    return false;
}

/* Returns "00:00" to "24:00" as seconds; -1 for other texts. */
static int64_t time_of_day(const char *text)
{
    bool form = strlen(text) == strlen("09:00") && text[2] == ':' &&
                strspn(text, "0123456789") == 2 && strspn(text + 3, "0123456789") == 2;
    if (!form)
        return -1;
    int64_t hours = strtol(text, NULL, 10), minutes = strtol(text + 3, NULL, 10);
    bool valid = minutes < 60 && (hours < 24 || (hours == 24 && minutes == 0));
    return valid ? hours * 3600 + minutes * 60 : -1;
}

/* Reads `from` or `to`; uses `otherwise` when the text is NULL. */
static bool read_time(const struct entry_reading *reading, const char *field, const char *text,
                      int64_t otherwise, int64_t *out)
{
    *out = text != NULL ? time_of_day(text) : otherwise;
    return *out >= 0 || wrong(reading, field, "write hours and minutes such as \"09:00\"",
                              "%s is not a time of day: \"%.40s\"", field, text);
}

static bool length_allowed(const struct entry_reading *reading)
{
    int64_t duration = reading->entry.duration;
    if (duration == -1 || (duration >= 60 && duration <= WINDOW_DAYS_MAX * day_seconds))
        return true;
    return wrong(reading, "duration", "write a duration such as 30m, 8h or 2d",
                 "the duration is not between a minute and %d days", WINDOW_DAYS_MAX);
}

/* Reads the opening of each day, which is the whole day if no time is given. */
static bool read_hours(struct entry_reading *reading, struct window_rule *rule)
{
    const struct window_entry *entry = &reading->entry;
    bool lasts = entry->duration != -1;
    if (entry->to != NULL && lasts)
        return wrong(reading, "duration", "keep only one of them",
                     "both to: and duration: are set");
    if (entry->from != NULL && entry->to == NULL && !lasts)
        return wrong(reading, "from", "add to: \"17:00\" or duration: 8h",
                     "from is set, but neither to nor duration");
    if (!length_allowed(reading) || !read_time(reading, "from", entry->from, 0, &rule->from) ||
        !read_time(reading, "to", entry->to, day_seconds, &rule->to))
        return false;
    if (rule->from == day_seconds)
        return wrong(reading, "from", "write \"00:00\" and the next day", "from can't be 24:00");
    if (rule->to <= rule->from)
        rule->to += day_seconds;
    if (lasts) {
        rule->to = -1;
        rule->duration = entry->duration;
    }
    return true;
}

/* Parses "2026-12-20", "2026-12-20T22:00" or "2026-12-20T22:00:30" as seconds of a local clock.
 * Sets *day to true if the text has no time. */
static bool clock_parse(const char *text, int64_t *seconds, bool *day)
{
    static const struct {
        const char *format, *example;
    } forms[] = {{"%Y-%m-%d", "2026-12-20"},
                 {"%Y-%m-%dT%H:%M", "2026-12-20T22:00"},
                 {"%Y-%m-%dT%H:%M:%S", "2026-12-20T22:00:00"}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct tm tm = {0};
        const char *rest = strptime(text, forms[i].format, &tm);
        if (rest == NULL || *rest != '\0' || strlen(text) != strlen(forms[i].example) ||
            tm.tm_sec > 59)
            continue;
        struct tm same = tm;
        *seconds = timegm(&same);
        *day = i == 0;
        return same.tm_mday == tm.tm_mday && same.tm_mon == tm.tm_mon;
    }
    return false;
}

/* Reads a local time, or an instant with its own offset, as seconds of the zone's local clock. */
static bool read_clock(const struct entry_reading *reading, const char *field, const char *text,
                       int64_t *clock, bool *day)
{
    moment at;
    *day = false;
    bool valid = clock_parse(text, clock, day);
    if (!valid && moment_parse(text, &at)) {
        *clock = zone_clock(reading->zone, at);
        valid = true;
    }
    if (!valid)
        return wrong(reading, field, "write 2026-12-20 or 2026-12-20T22:00",
                     "%s is not a day or time: \"%.40s\"", field, text);
    if (*clock < years_begin || *clock > years_end)
        return wrong(reading, field, "write a year from 2000 to 2069",
                     "%s is out of range: \"%.40s\"", field, text);
    return true;
}

static moment instant_of(const struct entry_reading *reading, const char *text, int64_t clock)
{
    moment at;
    return moment_parse(text, &at) ? at : zone_instant(reading->zone, clock);
}

/* Reads {start, end} or {start, duration}. */
static bool read_once(struct entry_reading *reading, struct window_rule *rule)
{
    const struct window_entry *entry = &reading->entry;
    int64_t start, end;
    bool day;
    if (entry->from != NULL || entry->to != NULL)
        return wrong(reading, entry->from != NULL ? "from" : "to",
                     "write the time into start and end, or add rrule: FREQ=DAILY",
                     "from and to need a rule");
    if (entry->start == NULL || (entry->end == NULL) == (entry->duration == -1))
        return wrong(reading, NULL, "write rrule:, or start: with either end: or duration:",
                     "the entry has neither a rule nor a start with either an end or a duration");
    if (!length_allowed(reading) || !read_clock(reading, "start", entry->start, &start, &day) ||
        (entry->end != NULL && !read_clock(reading, "end", entry->end, &end, &day)))
        return false;
    rule->begin = instant_of(reading, entry->start, start);
    rule->end =
        entry->end != NULL ? instant_of(reading, entry->end, end) : rule->begin + entry->duration;
    if (rule->end <= rule->begin)
        return wrong(
            reading, "end",
            "write a later end; an end without a time of day means the first moment of that day",
            "end is not after start");
    return true;
}

struct counting {
    unsigned left;
    int64_t last;
};

static bool count_day(void *context, int64_t midnight)
{
    struct counting *counting = context;
    counting->last = midnight;
    return --counting->left > 0;
}

/* Returns the last moment at which an opening of the rule may begin, by its COUNT or UNTIL, or
 * MOMENT_NEVER if the rule has neither. */
static moment last_begin(const struct entry_reading *reading, const struct rrule *rrule,
                         const struct window_rule *rule, int64_t first)
{
    if (rrule->count > 0) {
        struct counting counting = {rrule->count, first};
        calendar_days(rule->recurrence, first, INT64_MAX, count_day, &counting);
        return zone_instant(reading->zone, counting.last + rule->from);
    }
    if (!rrule->until_set)
        return MOMENT_NEVER;
    if (rrule->until_utc)
        return rrule->until;
    return zone_instant(reading->zone, rrule->until + (rrule->until_day ? day_seconds - 1 : 0));
}

/* Reads the first day of a rule. */
static bool read_first(struct entry_reading *reading, const struct rrule *rrule, int64_t *first)
{
    struct window_entry *entry = &reading->entry;
    bool day;
    if (entry->end != NULL)
        return wrong(reading, "end", "write UNTIL in the rule", "end can't be used with a rule");
    if (entry->start == NULL && rrule->needs_start)
        return wrong(reading, "rrule", "add start: with the first day, such as 2026-01-05",
                     "the rule needs a first day");
    *first = years_begin;
    if (entry->start == NULL)
        return true;
    if (!read_clock(reading, "start", entry->start, first, &day))
        return false;
    return day || wrong(reading, "start", "write only the day as start:, and the time as from:",
                        "a rule's start must be a day");
}

static bool read_rule(struct entry_reading *reading, struct window_rule *rule)
{
    struct rrule rrule;
    struct err err = {0};
    int64_t first;
    if (rrule_parse(reading->entry.rrule, &rrule, &err) < 0)
        return wrong(reading, "rrule", err.hint, "%s", err.message);
    if (!read_first(reading, &rrule, &first) || !read_hours(reading, rule))
        return false;
    /* After BARREN_MAX rules that match no day, the other rules are not tried: each search takes
     * long. */
    if (reading->shared->barren == BARREN_MAX)
        return false;
    rule->recurrence = calendar_recurrence(reading->decoding->part, &rrule, first);
    if (rule->recurrence == NULL) {
        reading->shared->barren++;
        return wrong(
            reading, "rrule",
            "check that the parts of the rule fit together and that it ends after it starts",
            "the rule never matches a day");
    }
    rule->begin = zone_instant(reading->zone, first + rule->from);
    rule->end = last_begin(reading, &rrule, rule, first);
    return true;
}

/* The window while its map is read. */
struct map_reading {
    struct window window;
    struct window_reading *shared;
    const struct zone *zone;
    const char *zone_name;
};

static void read_entries(struct decoding *decoding, const struct node *list,
                         struct map_reading *map, const struct window_rule **out, size_t *count)
{
    if (list->count > WINDOW_RULES_MAX - map->shared->rules) {
        problem_add(decoding, PROBLEM_LIMIT, list, "remove some",
                    "the windows have more than %d rules", WINDOW_RULES_MAX);
        return;
    }
    struct window_rule *rules = arena_array(decoding->part, struct window_rule, list->count);
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        struct entry_reading reading = {decoding, map->shared, map->zone, node_resolve(item),
                                        .entry = {.duration = -1}};
        const struct problem *before = decoding->broken;
        decoding->broken = NULL;
        fields_read(decoding, reading.node, entry_fields, &reading.entry);
        bool sound = decoding->broken == NULL;
        decoding->broken = before != NULL ? before : decoding->broken;
        struct window_rule *rule = &rules[*count];
        *rule = (struct window_rule){0};
        if (sound)
            *count +=
                reading.entry.rrule != NULL ? read_rule(&reading, rule) : read_once(&reading, rule);
    }
    map->shared->rules += list->count;
    *out = rules;
}

static void read_include(struct decoding *decoding, const struct node *list, void *into)
{
    struct map_reading *map = into;
    read_entries(decoding, list, map, &map->window.includes, &map->window.include_count);
}

static void read_exclude(struct decoding *decoding, const struct node *list, void *into)
{
    struct map_reading *map = into;
    read_entries(decoding, list, map, &map->window.excludes, &map->window.exclude_count);
}

static void read_zone(struct decoding *decoding, const struct node *node, void *into)
{
    struct map_reading *map = into;
    const char *name = text_read(decoding, node);
    if (name == NULL)
        return;
    for (const struct zone *zone = map->shared->zones; zone != NULL; zone = zone->next)
        if (strcmp(zone->name, name) == 0)
            map->zone = zone;
    if (map->zone != NULL && strcmp(map->zone->name, name) == 0)
        return;
    struct zone *zone = calendar_zone(decoding->part, name);
    if (zone == NULL) {
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "write a name from the IANA database such as Europe/Berlin, and install tzdata "
                    "where weir runs",
                    "there is no time zone \"%.80s\"", name);
        return;
    }
    zone->next = map->shared->zones;
    map->shared->zones = zone;
    map->zone = zone;
}

/* timeZone comes first: the other fields are read with it. */
static const struct field window_fields[] = {
    {"name", FIELD_IGNORED},
    {"timeZone", FIELD_ANY, .read = read_zone},
    {"include", FIELD_LIST, .read = read_include},
    {"exclude", FIELD_LIST, .read = read_exclude},
    FIELDS_END,
};

/* Returns the first moment at which the window can be open; without `include`, the year 2000. */
static moment first_begin(const struct window *window)
{
    moment first = window->include_count > 0 ? MOMENT_NEVER : years_begin;
    for (size_t i = 0; i < window->include_count; i++)
        if (window->includes[i].begin < first)
            first = window->includes[i].begin;
    return first;
}

const struct window *window_read(struct decoding *decoding, struct window_reading *reading,
                                 const struct node *node)
{
    static const struct zone_offset no_offset[] = {{0, 0}};
    static const struct zone utc = {"UTC", no_offset, 1, NULL};
    struct map_reading map = {.shared = reading, .zone = &utc};
    const struct problem *before = decoding->broken;
    decoding->broken = NULL;
    fields_read(decoding, node, window_fields, &map);
    if (decoding->broken == NULL && map.window.include_count + map.window.exclude_count == 0)
        problem_add(decoding, PROBLEM_MISSING_FIELD, node, "add include: with rules",
                    "the window has no rule");
    map.window.zone = map.zone;
    if (decoding->broken == NULL && !window_opens(&map.window, first_begin(&map.window)))
        problem_add(decoding, PROBLEM_BAD_VALUE, node,
                    "check what exclude covers; without start:, rules begin in the year 2000",
                    "the window does not open in its first 10 years");
    bool sound = decoding->broken == NULL;
    decoding->broken = before != NULL ? before : decoding->broken;
    if (!sound)
        return NULL;
    struct window *window = arena_new(decoding->part, struct window);
    *window = map.window;
    return window;
}
