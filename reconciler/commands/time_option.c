// SPDX-License-Identifier: Apache-2.0
#include "reconciler/commands/time_option.h"

#include <stdio.h>
#include <string.h>

#include "manifests/base/duration.h"

bool time_option_parse(const char *text, moment now, bool ahead, moment *out)
{
    char day[MOMENT_TEXT_MAX];
    int64_t seconds;
    if (duration_parse(text, &seconds)) {
        *out = ahead ? now + seconds : now - seconds;
        return true;
    }
    if (strlen(text) != sizeof "2026-11-21" - 1)
        return moment_parse(text, out);
    snprintf(day, sizeof day, "%sT23:59:59Z", text);
    return moment_parse(day, out);
}
