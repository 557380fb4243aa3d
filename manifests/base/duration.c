// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/duration.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>

static const int64_t duration_max = INT64_C(10) * 366 * 24 * 3600;

static const struct {
    char letter;
    int64_t seconds;
} units[] = {{'w', 7 * 24 * 3600}, {'d', 24 * 3600}, {'h', 3600}, {'m', 60}, {'s', 1}};

bool duration_parse(const char *text, int64_t *seconds)
{
    int64_t total = 0;
    size_t least = 0; /* index of the largest unit that may come next: units get smaller */
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
    size_t room = DURATION_TEXT_MAX;
    int64_t rest = seconds;
    if (seconds <= 0) {
        snprintf(buffer, DURATION_TEXT_MAX, "0s");
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
