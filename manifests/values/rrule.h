// SPDX-License-Identifier: Apache-2.0
/*
 * Recurrence rules of RFC 5545, checked part by part before libical sees them. libical takes
 * numbers modulo 65536, stops reading at parts that it does not know, and knows calendars and hours
 * that windows do not have.
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
    char text[RRULE_MAX + 1]; /* without COUNT and UNTIL */
    unsigned interval, count; /* count 0: none given */
    bool until_set, until_day, until_utc;
    int64_t until;    /* in seconds of a local clock */
    bool needs_start; /* its days depend on a first day */
};

/* Parses a rule that gives days, and nothing smaller. Returns -1 with message and hint. */
MUST_USE int rrule_parse(const char *text, struct rrule *out, struct err *err);
