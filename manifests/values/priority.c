// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/priority.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum rank { RANK_LATEST, RANK_TWO, RANK_THREE, RANK_OTHER };

struct priority_version {
    enum rank rank;
    uint64_t numbers[3];
    const char *pre, *pre_end; /* between '-' and '+', empty when there is none */
    bool v;                    /* written with a leading "v" */
};

/* A number of at most 18 digits without leading zeros; NULL when there is none. */
static const char *read_number(const char *at, uint64_t *out)
{
    const char *start = at;
    uint64_t number = 0;
    while (isdigit((unsigned char)*at))
        number = number * 10 + (uint64_t)(*at++ - '0');
    if (at == start || at - start > 18 || (*start == '0' && at - start > 1))
        return NULL;
    *out = number;
    return at;
}

/* Dot-separated words of letters, digits and '-'; in a pre-release numbers have no leading zero. */
static bool words_valid(const char *at, const char *end, bool pre)
{
    while (at <= end) {
        const char *start = at;
        bool digits = true;
        for (; at < end && *at != '.'; at++) {
            if (!isalnum((unsigned char)*at) && *at != '-')
                return false;
            digits = digits && isdigit((unsigned char)*at);
        }
        if (at == start || (pre && digits && *start == '0' && at - start > 1))
            return false;
        at++;
    }
    return true;
}

static bool version_read(const char *tag, struct priority_version *out)
{
    struct priority_version version = {.v = *tag == 'v'};
    const char *at = tag + version.v;
    size_t count = 0;
    do {
        at = read_number(at, &version.numbers[count++]);
    } while (at != NULL && *at == '.' && count < 3 && at++ != NULL);
    if (at == NULL || count < 2)
        return false;
    version.rank = count == 2 ? RANK_TWO : RANK_THREE;
    const char *end = at + strlen(at);
    version.pre = version.pre_end = end;
    const char *build = strchr(at, '+');
    if (build != NULL && (count == 2 || !words_valid(build + 1, end, false)))
        return false;
    if (*at == '-') {
        version.pre = at + 1;
        version.pre_end = build != NULL ? build : end;
        bool one_word = memchr(version.pre, '.', (size_t)(version.pre_end - version.pre)) == NULL;
        if ((count == 2 && !one_word) || !words_valid(version.pre, version.pre_end, true))
            return false;
    } else if (at != (build != NULL ? build : end)) {
        return false;
    }
    *out = version;
    return true;
}

static struct priority_version version_of(const char *tag)
{
    struct priority_version version = {.rank = RANK_OTHER};
    if (strcmp(tag, "latest") == 0)
        version.rank = RANK_LATEST;
    else
        version_read(tag, &version);
    return version;
}

static bool all_digits(const char *at, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!isdigit((unsigned char)at[i]))
            return false;
    return true;
}

/* One word of a pre-release: numbers by value and before words. */
static int word_compare(const char *a, size_t la, const char *b, size_t lb)
{
    bool digits_a = all_digits(a, la), digits_b = all_digits(b, lb);
    if (digits_a != digits_b)
        return digits_a ? -1 : 1;
    if (digits_a && la != lb)
        return la < lb ? -1 : 1;
    int order = memcmp(a, b, la < lb ? la : lb);
    return order != 0 ? order : (la > lb) - (la < lb);
}

/* Precedence of semver 2.0.0, rule 11: a release is above its pre-releases. */
static int pre_compare(const struct priority_version *a, const struct priority_version *b)
{
    const char *at = a->pre, *bt = b->pre;
    if (at == a->pre_end || bt == b->pre_end)
        return (at == a->pre_end) - (bt == b->pre_end);
    for (;;) {
        const char *dot_a = memchr(at, '.', (size_t)(a->pre_end - at));
        const char *dot_b = memchr(bt, '.', (size_t)(b->pre_end - bt));
        const char *end_a = dot_a != NULL ? dot_a : a->pre_end;
        const char *end_b = dot_b != NULL ? dot_b : b->pre_end;
        int order = word_compare(at, (size_t)(end_a - at), bt, (size_t)(end_b - bt));
        if (order != 0 || dot_a == NULL || dot_b == NULL)
            return order != 0 ? order : (dot_a != NULL) - (dot_b != NULL);
        at = dot_a + 1;
        bt = dot_b + 1;
    }
}

int priority_compare(const char *a, const char *b)
{
    struct priority_version left = version_of(a), right = version_of(b);
    if (left.rank != right.rank)
        return left.rank < right.rank ? -1 : 1;
    if (left.rank == RANK_TWO || left.rank == RANK_THREE) {
        for (size_t i = 0; i < 3; i++)
            if (left.numbers[i] != right.numbers[i])
                return left.numbers[i] > right.numbers[i] ? -1 : 1;
        int order = pre_compare(&right, &left);
        if (order != 0)
            return order;
        if (left.v != right.v)
            return left.v ? 1 : -1;
    }
    return strcmp(a, b);
}

static int by_priority(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return priority_compare(*left, *right);
}

void priority_sort(const char **tags, size_t count)
{
    qsort(tags, count, sizeof *tags, by_priority);
}
