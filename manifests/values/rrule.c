// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/rrule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "manifests/base/text.h"
#include "manifests/base/words.h"

enum { PART_MAX = 120 };

/* One part of a rule, NAME=VALUE, while it is read. */
struct part_reading {
    struct rrule *rule;
    const struct part_kind *kind;
    const char *value;
};

struct part_kind {
    const char *name;
    bool (*read)(struct part_reading *part); /* false if the value is wrong */
    int most;                                /* the largest number; the least is 1 */
    const char *example;                     /* describes valid values, for the hint */
};

enum part_index {
    PART_FREQ,
    PART_INTERVAL,
    PART_COUNT,
    PART_UNTIL,
    PART_BYDAY,
    PART_BYMONTH,
    PART_BYMONTHDAY,
    PART_BYYEARDAY,
    PART_BYWEEKNO,
    PART_BYSETPOS,
    PART_WKST,
    PART_KINDS,
};

/* Returns the number from `text` to `end`, or 0 if that is not a number of one to four digits. */
static int number_read(const char *text, const char *end)
{
    size_t digits = strspn(text, "0123456789");
    bool whole = digits > 0 && digits <= 4 && text + digits == end;
    return whole ? (int)strtol(text, NULL, 10) : 0;
}

static bool read_number(struct part_reading *part)
{
    int number = number_read(part->value, part->value + strlen(part->value));
    if (number < 1 || number > part->kind->most)
        return false;
    if (strcmp(part->kind->name, "INTERVAL") == 0)
        part->rule->interval = (unsigned)number;
    else
        part->rule->count = (unsigned)number;
    return true;
}

static bool is_weekday(const char *text, const char *end)
{
    static const char *const days[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (size_t i = 0; i < sizeof days / sizeof *days && end - text == 2; i++)
        if (strncasecmp(text, days[i], 2) == 0)
            return true;
    return false;
}

static bool read_list(struct part_reading *part)
{
    const char *text = part->value;
    bool months = strcmp(part->kind->name, "BYMONTH") == 0;
    for (;; text++) {
        const char *end = text + strcspn(text, ",");
        text += !months && (*text == '-' || *text == '+');
        int number = number_read(text, end);
        if (number < 1 || number > part->kind->most)
            return false;
        if (*(text = end) == '\0')
            return true;
    }
}

/* Reads days: "MO", "1MO", "-1FR". */
static bool read_days(struct part_reading *part)
{
    for (const char *text = part->value;; text++) {
        const char *end = text + strcspn(text, ",");
        const char *digits = text + (*text == '-' || *text == '+');
        const char *day = digits + strspn(digits, "0123456789");
        int number = number_read(digits, day);
        bool numbered = day > text;
        if ((numbered && (number < 1 || number > part->kind->most)) || !is_weekday(day, end))
            return false;
        if (*(text = end) == '\0')
            return true;
    }
}

static bool read_weekday(struct part_reading *part)
{
    return is_weekday(part->value, part->value + strlen(part->value));
}

static const char *const frequencies[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY", NULL};
enum frequency { DAILY, WEEKLY, MONTHLY, YEARLY, FREQUENCIES };

static enum frequency frequency_of(const char *word)
{
    unsigned i = 0;
    while (frequencies[i] != NULL && strcasecmp(frequencies[i], word) != 0)
        i++;
    return (enum frequency)i;
}

static bool read_frequency(struct part_reading *part)
{
    return frequency_of(part->value) != FREQUENCIES;
}

/* Reads 20271231, 20271231T170000 or 20271231T170000Z. */
static bool read_until(struct part_reading *part)
{
    struct rrule *rule = part->rule;
    struct tm tm = {0};
    size_t length = strlen(part->value);
    rule->until_day = length == strlen("20271231");
    rule->until_utc = length == strlen("20271231T170000Z");
    if (!rule->until_day && !rule->until_utc && length != strlen("20271231T170000"))
        return false;
    const char *rest = strptime(part->value, rule->until_day ? "%Y%m%d" : "%Y%m%dT%H%M%S", &tm);
    struct tm same = tm;
    if (rest == NULL || strcmp(rest, rule->until_utc ? "Z" : "") != 0 || tm.tm_sec > 59)
        return false;
    rule->until = timegm(&same);
    rule->until_set = same.tm_mday == tm.tm_mday && same.tm_mon == tm.tm_mon;
    return rule->until_set;
}

static const struct part_kind kinds[] = {
    [PART_FREQ] =
        {"FREQ", read_frequency, 0,
         "DAILY, WEEKLY, MONTHLY or YEARLY: a rule gives days; from: and to: give the hours"},
    [PART_INTERVAL] = {"INTERVAL", read_number, RRULE_INTERVAL_MAX, "a number from 1 to 1000"},
    [PART_COUNT] = {"COUNT", read_number, RRULE_COUNT_MAX, "a number from 1 to 1000"},
    [PART_UNTIL] = {"UNTIL", read_until, 0, "a day such as 20271231, or 20271231T170000"},
    [PART_BYDAY] = {"BYDAY", read_days, 53, "days such as MO,TU, or 1MO and -1FR"},
    [PART_BYMONTH] = {"BYMONTH", read_list, 12, "numbers from 1 to 12"},
    [PART_BYMONTHDAY] = {"BYMONTHDAY", read_list, 31, "numbers from 1 to 31; -1 is the last day"},
    [PART_BYYEARDAY] = {"BYYEARDAY", read_list, 366, "numbers from 1 to 366; -1 is the last day"},
    [PART_BYWEEKNO] = {"BYWEEKNO", read_list, 53, "numbers from 1 to 53; -1 is the last week"},
    [PART_BYSETPOS] = {"BYSETPOS", read_list, 366, "numbers from 1 to 366; -1 is the last match"},
    [PART_WKST] = {"WKST", read_weekday, 0, "a day such as MO or SU"},
};
TABLE_COMPLETE(kinds, PART_KINDS);

static int unknown_part(const char *name, struct err *err)
{
    static const char *const hours[] = {"BYHOUR", "BYMINUTE", "BYSECOND"};
    for (size_t i = 0; i < sizeof hours / sizeof *hours; i++) {
        if (strcasecmp(name, hours[i]) != 0)
            continue;
        err_set(err, "a window's rule gives days, so %s is not allowed", hours[i]);
        return err_hint(err, "write the time of day as from: and to: next to the rule");
    }
    err_set(err, "the part \"%.40s\" is unknown or has no value", name);
    if (text_starts(name, "RRULE:") || text_starts(name, "rrule:"))
        return err_hint(err, "remove \"RRULE:\"");
    return err_hint(err, "use FREQ, INTERVAL, COUNT, UNTIL, WKST, BYDAY, BYMONTH, BYMONTHDAY, "
                         "BYYEARDAY, BYWEEKNO or BYSETPOS");
}

/* Reads NAME=VALUE, and stores the value's text in `values` by the kind of the part. */
static int read_part(const char *part, struct rrule *rule, char values[PART_KINDS][PART_MAX + 1],
                     struct err *err)
{
    size_t length = strcspn(part, "=");
    char name[PART_MAX + 1];
    snprintf(name, sizeof name, "%.*s", (int)length, part);
    size_t kind = 0;
    while (kind < PART_KINDS && strcasecmp(kinds[kind].name, name) != 0)
        kind++;
    if (kind == PART_KINDS || part[length] != '=')
        return unknown_part(name, err);
    struct part_reading reading = {rule, &kinds[kind], part + length + 1};
    if (values[kind][0] != '\0') {
        err_set(err, "the rule has %s twice", kinds[kind].name);
        return err_hint(err,
                        "write %s once; only BY parts can list several values, separated by commas",
                        kinds[kind].name);
    }
    if (!kinds[kind].read(&reading)) {
        err_set(err, "%s can't be \"%.40s\"", kinds[kind].name, reading.value);
        return err_hint(err, "write %s", kinds[kind].example);
    }
    snprintf(values[kind], PART_MAX + 1, "%s", reading.value);
    return 0;
}

/* Checks the parts against each other. */
static int check_parts(struct rrule *rule, char values[PART_KINDS][PART_MAX + 1], struct err *err)
{
    enum frequency frequency = frequency_of(values[PART_FREQ]);
    bool numbered = strpbrk(values[PART_BYDAY], "0123456789") != NULL;
    bool day = values[PART_BYDAY][0] != '\0', month_day = values[PART_BYMONTHDAY][0] != '\0';
    if (values[PART_FREQ][0] == '\0') {
        err_set(err, "the rule has no FREQ");
        return err_hint(err, "start it with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
    }
    if (rule->count > 0 && rule->until_set) {
        err_set(err, "the rule has both COUNT and UNTIL");
        return err_hint(err, "keep only one of them");
    }
    if (numbered && (frequency == DAILY || frequency == WEEKLY)) {
        err_set(err, "a numbered day such as 1MO has no meaning in a %s rule",
                frequencies[frequency]);
        return err_hint(err, "write BYDAY=MO, or FREQ=MONTHLY");
    }
    if (frequency == YEARLY && month_day && values[PART_BYMONTH][0] == '\0') {
        err_set(err, "BYMONTHDAY in a YEARLY rule needs BYMONTH");
        return err_hint(err, "name the months, or write FREQ=MONTHLY");
    }
    const bool says_days[FREQUENCIES] = {
        [DAILY] = true,
        [WEEKLY] = day,
        [MONTHLY] = day || month_day,
        [YEARLY] = day || month_day || values[PART_BYYEARDAY][0] != '\0',
    };
    rule->needs_start = !says_days[frequency] || rule->interval > 1 || rule->count > 0;
    return 0;
}

int rrule_parse(const char *text, struct rrule *out, struct err *err)
{
    struct rrule rule = {.interval = 1};
    char values[PART_KINDS][PART_MAX + 1] = {0};
    if (strlen(text) > RRULE_MAX) {
        err_set(err, "the rule is longer than %d bytes", RRULE_MAX);
        return err_hint(err, "split it into several rules");
    }
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, ";");
        if (length > PART_MAX) {
            err_set(err, "a part of the rule is longer than %d bytes", PART_MAX);
            return err_hint(err, "split it into several rules");
        }
        char part[PART_MAX + 1];
        snprintf(part, sizeof part, "%.*s", (int)length, at);
        if (read_part(part, &rule, values, err) < 0)
            return -1;
        at += length + (at[length] == ';');
    }
    if (check_parts(&rule, values, err) < 0)
        return -1;
    size_t used = 0;
    for (size_t i = 0; i < PART_KINDS; i++)
        if (values[i][0] != '\0' && i != PART_COUNT && i != PART_UNTIL)
            used += (size_t)snprintf(rule.text + used, sizeof rule.text - used, "%s%s=%s",
                                     used > 0 ? ";" : "", kinds[i].name, values[i]);
    *out = rule;
    return 0;
}
