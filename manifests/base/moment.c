// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/moment.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const int64_t duration_max = INT64_C(10) * 366 * 24 * 3600;

bool moment_parse(const char *text, moment *out)
{
    struct tm tm = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    if (rest == NULL || strlen(text) < strlen("2026-01-01T00:00:00Z") || tm.tm_sec > 59)
        return false;
    /* strptime accepts the 31st of any month; timegm would carry it into the next one. */
    struct tm same = tm;
    moment at = timegm(&same);
    if (same.tm_mday != tm.tm_mday || same.tm_mon != tm.tm_mon)
        return false;
    if (*rest == '.') {
        rest++;
        if (!isdigit((unsigned char)*rest))
            return false;
        while (isdigit((unsigned char)*rest))
            rest++;
    }
    if (strcmp(rest, "Z") == 0 || strcmp(rest, "z") == 0) {
        *out = at;
        return true;
    }
    int hours = 0, minutes = 0, used = 0;
    if ((*rest != '+' && *rest != '-') || strlen(rest) != strlen("+00:00") ||
        !isdigit((unsigned char)rest[1]) || !isdigit((unsigned char)rest[4]) ||
        sscanf(rest + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 || used != 5 || hours > 23 ||
        minutes > 59)
        return false;
    int64_t offset = hours * 3600 + minutes * 60;
    *out = *rest == '+' ? at - offset : at + offset;
    return true;
}

const char *moment_print(moment at, char *buffer)
{
    time_t time = at;
    struct tm tm;
    if (gmtime_r(&time, &tm) == NULL ||
        strftime(buffer, MOMENT_TEXT_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        snprintf(buffer, MOMENT_TEXT_MAX, "never");
    return buffer;
}

static const struct {
    char letter;
    int64_t seconds;
} units[] = {{'w', 7 * 24 * 3600}, {'d', 24 * 3600}, {'h', 3600}, {'m', 60}, {'s', 1}};

bool duration_parse(const char *text, int64_t *seconds)
{
    int64_t total = 0;
    size_t least = 0; /* units come in falling order, each at most once */
    if (*text == '\0')
        return false;
    while (*text != '\0') {
        int64_t number = 0;
        const char *digits = text;
        for (; isdigit((unsigned char)*text); text++)
            if ((number = number * 10 + (*text - '0')) > duration_max)
                return false;
        size_t unit = least;
        while (unit < sizeof units / sizeof *units && units[unit].letter != *text)
            unit++;
        if (text == digits || unit == sizeof units / sizeof *units)
            return false;
        total += number * units[unit].seconds;
        if (total > duration_max)
            return false;
        least = unit + 1;
        text++;
    }
    *seconds = total;
    return true;
}

const char *duration_print(int64_t seconds, char *buffer)
{
    char *at = buffer;
    size_t room = MOMENT_TEXT_MAX;
    int64_t rest = seconds;
    if (seconds <= 0) {
        snprintf(buffer, MOMENT_TEXT_MAX, "0s");
        return buffer;
    }
    for (size_t i = 1; i < sizeof units / sizeof *units; i++) {
        int64_t number = rest / units[i].seconds;
        rest %= units[i].seconds;
        if (number == 0)
            continue;
        int written = snprintf(at, room, "%lld%c", (long long)number, units[i].letter);
        at += written;
        room -= (size_t)written;
    }
    return buffer;
}
