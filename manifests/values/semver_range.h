// SPDX-License-Identifier: Apache-2.0
/* Parses ranges of semantic versions, as users of npm, Masterminds/semver and Flux write them. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "manifests/values/semver.h"

enum { SEMVER_SPANS_MAX = 100 /* comparisons of one range */ };

/* Versions from low to high; each bound may be missing. */
struct semver_span {
    struct semver low, high;
    bool has_low, has_high;
    bool above_low;    /* low itself is outside */
    bool through_high; /* high itself is inside */
    bool negated;      /* the versions outside the bounds fit, not those inside */
};

/* A version must fit all spans. */
struct semver_set {
    const struct semver_span *spans;
    size_t count;
    bool prereleases; /* a span was written with a prerelease, so prereleases are allowed */
};

/* A version must fit one of the sets. */
struct semver_range {
    const struct semver_set *sets;
    size_t count;
};

/*
 * Parses sets separated by ||. A set is a list of comparisons separated by blanks or commas: 1.2.3,
 * 1.2, 1.x, *, =, !=, <, <=, >, >=, ~1.2 (also ~>), ^1.2, and 1.2 - 1.4. A missing number or x
 * means any number. An upper bound that excludes a release excludes its prereleases too: <2.0.0
 * does not contain 2.0.0-rc.1. Returns -1 with message and hint if the text is not a range.
 */
MUST_USE int semver_range_parse(struct arena *arena, const char *text, struct semver_range *out,
                                struct err *err);

enum semver_fit {
    SEMVER_FITS,
    SEMVER_OUTSIDE,
    SEMVER_PRERELEASE, /* inside, but a prerelease, and the range allows none */
};
enum semver_fit semver_range_fit(const struct semver_range *range, const struct semver *version);
