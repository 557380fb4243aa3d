// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the best tag of a repository by the annotation `weir.dev/follow`:
 *
 *     semver RANGE | alphabetical [asc|desc] | numerical [asc|desc]   [match REGEX]
 *
 * desc, the default, follows the highest tag and asc the lowest. A pattern drops the tags that do
 * not match. A group named `version` in the pattern selects the part that is compared; otherwise
 * the whole tag is compared. Numbers are decimal, whole and of any length.
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/words.h"
#include "manifests/values/pattern.h"
#include "manifests/values/semver_range.h"

#define FOLLOW_GROUP "version"

enum {
    FOLLOW_NAMES_MAX = 3,     /* dropped tags that are named, for each reason */
    FOLLOW_LIMITS_MAX = 1000, /* after this many slow tags the pattern is not tried again */
};

enum follow_kind { FOLLOW_SEMVER, FOLLOW_ALPHABETICAL, FOLLOW_NUMERICAL };

struct follow {
    const char *text; /* as written */
    enum follow_kind kind;
    bool ascending;
    struct semver_range range; /* FOLLOW_SEMVER */
    const char *match;         /* a pattern that compiles; NULL if there is none */
};

/* Parses a rule into the arena. Returns -1 with message and hint if the text is not a rule. */
MUST_USE int follow_parse(struct arena *arena, const char *text, struct follow *out,
                          struct err *err);

/* The reasons why a tag is dropped: code, words for several tags, words for one tag. */
#define FOLLOW_DROPS(X)                                                                            \
    X(FOLLOW_ATTACHED, "belong to other images (signatures and the like)",                         \
      "belongs to another image")                                                                  \
    X(FOLLOW_NO_MATCH, "do not match the pattern", "does not match the pattern")                   \
    X(FOLLOW_LIMIT, "are not matched, because the pattern takes too long",                         \
      "is not matched, because the pattern takes too long")                                        \
    X(FOLLOW_NO_VERSION, "are not semantic versions", "is not a semantic version")                 \
    X(FOLLOW_NO_NUMBER, "are not numbers", "is not a number")                                      \
    X(FOLLOW_PRERELEASE, "are pre-releases, which the range does not include",                     \
      "is a pre-release, which the range does not include")                                        \
    X(FOLLOW_OUTSIDE, "are outside the range", "is outside the range")

enum follow_drop { FOLLOW_DROPS(WORDS_CODE) FOLLOW_DROP_COUNT };

const char *follow_drop_words(enum follow_drop drop, size_t count);

struct follow_tag {
    const char *tag;
    struct pattern_part part; /* the part that is compared */
    struct semver version;    /* FOLLOW_SEMVER */
};

struct follow_selection {
    const struct follow *follow;
    LIST_OF(struct follow_tag) fit; /* in the order of the given tags */
    struct {
        size_t count;
        const char *names[FOLLOW_NAMES_MAX]; /* the first ones */
    } dropped[FOLLOW_DROP_COUNT];
};

/* Selects the tags that fit. The tags are borrowed. */
void follow_select(struct arena *arena, const struct follow *follow, const char *const *tags,
                   size_t count, struct follow_selection *out);
/* Returns more than 0 if a is better than b, less than 0 if it is worse, and 0 if the rule makes no
 * difference between them. */
int follow_compare(const struct follow *follow, const struct follow_tag *a,
                   const struct follow_tag *b);
/*
 * Returns the best of the tags that fit and, unless `below` is NULL, are worse than `below`. Of
 * equal tags returns the first. Returns NULL if there is no such tag.
 */
const struct follow_tag *follow_best(const struct follow_selection *selection,
                                     const struct follow_tag *below);
