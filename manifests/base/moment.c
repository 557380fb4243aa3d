// SPDX-License-Identifier: Apache-2.0
#include "manifests/base/moment.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

bool moment_parse(const char *text, moment *out)
{
    struct tm tm = {0};
    const char *rest = strptime(text, "%Y-%m-%dT%H:%M:%S", &tm);
    if (rest == NULL || strlen(text) < strlen("2026-01-01T00:00:00Z") || tm.tm_sec > 59)
        return false;
    /* strptime accepts the 31st of any month; timegm would move it into the next month. */
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
