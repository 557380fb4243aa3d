// SPDX-License-Identifier: Apache-2.0
/*
 * Semantic versions (semver.org 2.0.0) and ranges of them as users of npm, Masterminds/semver and
 * Flux write them. Numbers may have any length.
 *
 * A version has three numbers; a leading v is allowed. Tags can't hold the + of build metadata:
 * like Helm, tags write it as _. Build metadata never counts.
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"

enum { SEMVER_SPANS_MAX = 100 /* comparisons of one range */ };

struct semver_part {
    const char *text; /* not terminated */
    size_t length;
};

/* Parts of the text that was parsed. */
struct semver {
    struct semver_part numbers[3];
    struct semver_part prerelease; /* length 0: none */
};

/* False when these bytes are no version. */
bool semver_parse(const char *text, size_t length, struct semver *out);
/* By precedence: less than, equal to or greater than 0. */
int semver_compare(const struct semver *a, const struct semver *b);

/* From low to high; a bound that is not set is none. */
struct semver_span {
    struct semver low, high;
    bool has_low, has_high;
    bool above_low;    /* low itself is outside */
    bool through_high; /* high itself is inside */
    bool negated;      /* what lies outside fits */
};

/* Spans that a version must all fit. */
struct semver_set {
    const struct semver_span *spans;
    size_t count;
    bool prereleases; /* one of them was written with a prerelease, so prereleases are taken */
};

/* A version must fit one of the sets. */
struct semver_range {
    const struct semver_set *sets;
    size_t count;
};

/*
 * Sets separated by ||, each of comparisons separated by blanks or commas: 1.2.3, 1.2, 1.x, *, =,
 * !=,
 * <, <=, >, >=, ~1.2 (also ~>), ^1.2, and 1.2 - 1.4. What is left out or x stands for any number.
 * < and what is above a partial version shut out the prereleases of their bound too: no range
 * below 2.0.0 holds 2.0.0-rc.1. -1 with message and hint when text is no range.
 */
MUST_USE int semver_range_parse(struct arena *arena, const char *text, struct semver_range *out,
                                struct err *err);

enum semver_fit {
    SEMVER_FITS,
    SEMVER_OUTSIDE,
    SEMVER_PRERELEASE, /* inside, but a prerelease, and the range names none */
};
enum semver_fit semver_range_fit(const struct semver_range *range, const struct semver *version);
