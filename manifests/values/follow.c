// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/follow.h"

#include <ctype.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/trim.h"

#define BLANKS " \t\r\n"

WORDS_TABLE(drops, FOLLOW_DROP_COUNT, FOLLOW_DROPS, const char *many, *one;);

const char *follow_drop_words(enum follow_drop drop, size_t count)
{
    return count == 1 ? drops[drop].one : drops[drop].many;
}

static int parse_range(struct arena *arena, const char *text, struct follow *follow,
                       struct err *err)
{
    return semver_range_parse(arena, text, &follow->range, err);
}

static int parse_order(struct arena *arena, const char *text, struct follow *follow,
                       struct err *err)
{
    (void)arena;
    follow->ascending = strcmp(text, "asc") == 0;
    if (follow->ascending || *text == '\0' || strcmp(text, "desc") == 0)
        return 0;
    err_set(err, "\"%.80s\" is not an order", text);
    return err_hint(err, "write desc to follow the highest tag, asc to follow the lowest");
}

static const struct {
    const char *word;
    enum follow_kind kind;
    int (*parse)(struct arena *arena, const char *text, struct follow *follow, struct err *err);
} kinds[] = {
    {"semver", FOLLOW_SEMVER, parse_range},
    {"alphabetical", FOLLOW_ALPHABETICAL, parse_order},
    {"numerical", FOLLOW_NUMERICAL, parse_order},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Returns the first "match" that is a word of its own, or NULL. */
static const char *find_match(const char *text)
{
    for (const char *at = strstr(text, "match"); at != NULL; at = strstr(at + 1, "match"))
        if ((at == text || isspace((unsigned char)at[-1])) &&
            (at[5] == '\0' || isspace((unsigned char)at[5])))
            return at;
    return NULL;
}

int follow_parse(struct arena *arena, const char *text, struct follow *out, struct err *err)
{
    struct follow follow = {.text = arena_text(arena, text)};
    const char *at = follow.text + strspn(follow.text, BLANKS);
    const char *rest = at + strcspn(at, BLANKS), *word = trim_copy(arena, at, rest);
    const char *match = find_match(rest), *end = rest + strlen(rest);
    size_t kind = 0;
    while (kind < KINDS && strcmp(kinds[kind].word, word) != 0)
        kind++;
    if (kind == KINDS) {
        err_set(err, "\"%.100s\" is not a rule for following tags", text);
        return err_hint(err, "write \"semver RANGE\", \"alphabetical desc\" or \"numerical desc\", "
                             "each optionally followed by \"match REGEX\"");
    }
    follow.kind = kinds[kind].kind;
    const char *argument = trim_copy(arena, rest, match != NULL ? match : end);
    if (kinds[kind].parse(arena, argument, &follow, err) < 0)
        return -1;
    if (match != NULL) {
        follow.match = trim_copy(arena, match + strlen("match"), end);
        pattern_scope struct pattern *pattern = NULL;
        if (*follow.match == '\0') {
            err_set(err, "there is no pattern after \"match\"");
            return err_hint(err, "write a regular expression, or remove \"match\"");
        }
        if (pattern_open(&pattern, follow.match, FOLLOW_GROUP, err) < 0)
            return -1;
    }
    *out = follow;
    return 0;
}

/* True for tags under which signatures and the like are stored: "sha256-" and the 64 hex digits of
 * an image's digest, with or without more text after them. */
static bool attached(const char *tag)
{
    static const char prefix[] = "sha256-";
    return text_starts(tag, prefix) && strspn(tag + strlen(prefix), "0123456789abcdef") >= 64;
}

/* Returns why the tag is dropped, or FOLLOW_DROP_COUNT if the tag fits. */
static enum follow_drop judge(const struct follow *follow, struct follow_tag *tag)
{
    static const enum follow_drop by_fit[] = {[SEMVER_FITS] = FOLLOW_DROP_COUNT,
                                              [SEMVER_OUTSIDE] = FOLLOW_OUTSIDE,
                                              [SEMVER_PRERELEASE] = FOLLOW_PRERELEASE};
    TABLE_COMPLETE(by_fit, SEMVER_PRERELEASE + 1);
    const char *text = tag->part.text;
    size_t length = tag->part.length;
    switch (follow->kind) {
    case FOLLOW_SEMVER:
        if (!semver_parse(text, length, &tag->version))
            return FOLLOW_NO_VERSION;
        return by_fit[semver_range_fit(&follow->range, &tag->version)];
    case FOLLOW_NUMERICAL:
        for (size_t i = 0; i < length; i++)
            if (!isdigit((unsigned char)text[i]))
                return FOLLOW_NO_NUMBER;
        break;
    case FOLLOW_ALPHABETICAL:
        break;
    }
    return FOLLOW_DROP_COUNT;
}

/* Matches the pattern, then judges the matched part. After FOLLOW_LIMITS_MAX tags that took too
 * long to match, the pattern is not tried again. */
static enum follow_drop read_tag(const struct follow_selection *selection,
                                 const struct pattern *pattern, struct follow_tag *tag)
{
    static const enum follow_drop by_result[] = {
        [PATTERN_NOT_FOUND] = FOLLOW_NO_MATCH, [PATTERN_LIMIT] = FOLLOW_LIMIT};
    TABLE_COMPLETE(by_result, PATTERN_LIMIT + 1);
    if (attached(tag->tag))
        return FOLLOW_ATTACHED;
    tag->part = (struct pattern_part){tag->tag, strlen(tag->tag)};
    if (pattern != NULL) {
        enum pattern_result result = PATTERN_LIMIT;
        if (selection->dropped[FOLLOW_LIMIT].count < FOLLOW_LIMITS_MAX)
            result = pattern_find(pattern, tag->tag, &tag->part);
        if (result != PATTERN_FOUND)
            return by_result[result];
    }
    return judge(selection->follow, tag);
}

void follow_select(struct arena *arena, const struct follow *follow, const char *const *tags,
                   size_t count, struct follow_selection *out)
{
    struct err err = {0};
    pattern_scope struct pattern *pattern = NULL;
    *out = (struct follow_selection){.follow = follow};
    if (follow->match != NULL && pattern_open(&pattern, follow->match, FOLLOW_GROUP, &err) < 0)
        return; /* cannot happen: follow_parse has compiled it */
    for (size_t i = 0; i < count; i++) {
        struct follow_tag tag = {.tag = tags[i]};
        enum follow_drop drop = read_tag(out, pattern, &tag);
        if (drop == FOLLOW_DROP_COUNT) {
            *list_add(arena, &out->fit) = tag;
            continue;
        }
        size_t before = out->dropped[drop].count++;
        if (before < FOLLOW_NAMES_MAX)
            out->dropped[drop].names[before] = tags[i];
    }
}

static int compare_texts(struct pattern_part a, struct pattern_part b)
{
    int order = memcmp(a.text, b.text, a.length < b.length ? a.length : b.length);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static struct pattern_part without_zeros(struct pattern_part part)
{
    while (part.length > 1 && *part.text == '0') {
        part.text++;
        part.length--;
    }
    return part;
}

static int compare_numbers(struct pattern_part a, struct pattern_part b)
{
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return compare_texts(a, b);
}

int follow_compare(const struct follow *follow, const struct follow_tag *a,
                   const struct follow_tag *b)
{
    int order = 0;
    switch (follow->kind) {
    case FOLLOW_SEMVER:
        order = semver_compare(&a->version, &b->version);
        break;
    case FOLLOW_ALPHABETICAL:
        order = compare_texts(a->part, b->part);
        break;
    case FOLLOW_NUMERICAL:
        order = compare_numbers(a->part, b->part);
        break;
    }
    return follow->ascending ? -order : order;
}

const struct follow_tag *follow_best(const struct follow_selection *selection,
                                     const struct follow_tag *below)
{
    const struct follow *follow = selection->follow;
    const struct follow_tag *best = NULL;
    list_each (tag, &selection->fit) {
        bool worse = below == NULL || follow_compare(follow, tag, below) < 0;
        if (worse && (best == NULL || follow_compare(follow, tag, best) > 0))
            best = tag;
    }
    return best;
}
