// SPDX-License-Identifier: Apache-2.0
/*
 * Checks recurrence rules of RFC 5545 part by part before libical reads them. libical reads numbers
 * modulo 65536, stops at parts that it does not know, and accepts other calendars and hours,
 * which windows do not support.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/err.h"

enum {
    RRULE_MAX = 500, /* bytes of one rule */
    RRULE_INTERVAL_MAX = 1000,
    RRULE_COUNT_MAX = 1000,
};

struct rrule {
    char text[RRULE_MAX + 1]; /* the rule without COUNT and UNTIL */
    unsigned interval, count; /* count 0: none given */
    bool until_set, until_day, until_utc;
    int64_t until;    /* seconds of a local clock; of UTC if until_utc is set */
    bool needs_start; /* the days of the rule depend on a first day */
};

/* Parses a rule that gives days, not hours. Returns -1 with message and hint for a wrong rule. */
MUST_USE int rrule_parse(const char *text, struct rrule *out, struct err *err);
