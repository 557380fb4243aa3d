// SPDX-License-Identifier: Apache-2.0
/*
 * `weir.dev/follow`: which tag of a repository is the best one.
 *
 *     semver RANGE | alphabetical [asc|desc] | numerical [asc|desc]   [match REGEX]
 *
 * desc, the default, takes the highest tag and asc the lowest. A pattern drops the tags in which it
 * is not found; a group named `version` in it cuts out the part that is compared. Without a pattern
 * the whole tag is. Numbers are decimal, whole and of any length.
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/values/pattern.h"
#include "manifests/values/semver.h"

#define FOLLOW_GROUP "version"

enum {
    FOLLOW_NAMES_MAX = 3,     /* names kept of what a rule dropped */
    FOLLOW_LIMITS_MAX = 1000, /* tags that may bring a pattern to its limit; then it is left */
};

enum follow_kind { FOLLOW_SEMVER, FOLLOW_ALPHABETICAL, FOLLOW_NUMERICAL };

struct follow {
    const char *text; /* as written */
    enum follow_kind kind;
    bool ascending;
    struct semver_range range; /* FOLLOW_SEMVER */
    const char *match;         /* or NULL; it was compiled once */
};

/* -1 with message and hint. Everything lives in the arena. */
MUST_USE int follow_parse(struct arena *arena, const char *text, struct follow *out,
                          struct err *err);

/* Why a tag is no candidate: name, what is said of several such tags, of one. */
#define FOLLOW_DROPS(X)                                                                            \
    X(ATTACHED, "belong to other images (signatures and the like)", "belongs to another image")    \
    X(NO_MATCH, "do not match", "does not match")                                                  \
    X(LIMIT, "take too long to match", "takes too long to match")                                  \
    X(NO_VERSION, "are not semantic versions", "is not a semantic version")                        \
    X(NO_NUMBER, "are not numbers", "is not a number")                                             \
    X(PRERELEASE, "are pre-releases, which the range does not include",                            \
      "is a pre-release, which the range does not include")                                        \
    X(OUTSIDE, "are outside the range", "is outside the range")

enum follow_drop {
#define X(name, many, one) FOLLOW_##name,
    FOLLOW_DROPS(X)
#undef X
        FOLLOW_DROP_COUNT
};

const char *follow_drop_words(enum follow_drop drop, size_t count);

struct follow_tag {
    const char *tag;
    struct pattern_part part; /* what is compared */
    struct semver version;    /* FOLLOW_SEMVER */
};

struct follow_selection {
    const struct follow *follow;
    LIST_OF(struct follow_tag) fit; /* in the order given */
    struct {
        size_t count;
        const char *names[FOLLOW_NAMES_MAX]; /* the first ones */
    } dropped[FOLLOW_DROP_COUNT];
};

/* Which of the tags fit. They are borrowed. */
void follow_select(struct arena *arena, const struct follow *follow, const char *const *tags,
                   size_t count, struct follow_selection *out);
/* Greater than 0 when a is better than b, 0 when the rule can't tell them apart. */
int follow_compare(const struct follow *follow, const struct follow_tag *a,
                   const struct follow_tag *b);
/*
 * The best of those that fit, or the best of those that are worse than `below`. Among equal ones
 * the first in the order given. NULL: there is none.
 */
const struct follow_tag *follow_best(const struct follow_selection *selection,
                                     const struct follow_tag *below);
