// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/priority.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/values/semver.h"

enum rank { RANK_LATEST, RANK_TWO, RANK_THREE, RANK_OTHER };

/* OpenShift reads numbers of 64 bits, in which 18 digits always fit. A tag with a longer number is
 * not treated as a version. */
enum { NUMBER_DIGITS_MAX = 18 };

/* Returns the rank of a tag, and sets *version for RANK_TWO and RANK_THREE. */
static enum rank rank_of(const char *tag, struct semver *version)
{
    size_t length = strlen(tag);
    enum rank rank = RANK_OTHER;
    if (strcmp(tag, "latest") == 0)
        return RANK_LATEST;
    if (strchr(tag, '_') != NULL) /* semver_parse reads "_" as "+" */
        return RANK_OTHER;
    if (semver_parse(tag, length, version))
        rank = RANK_THREE;
    else if (strchr(tag, '+') == NULL && semver_parse_short(tag, length, version) &&
             (version->prerelease.length == 0 ||
              memchr(version->prerelease.text, '.', version->prerelease.length) == NULL))
        rank = RANK_TWO;
    for (size_t i = 0; i < 3 && rank != RANK_OTHER; i++)
        if (version->numbers[i].length > NUMBER_DIGITS_MAX)
            rank = RANK_OTHER;
    return rank;
}

int priority_compare(const char *a, const char *b)
{
    struct semver left, right;
    enum rank left_rank = rank_of(a, &left), right_rank = rank_of(b, &right);
    if (left_rank != right_rank)
        return left_rank < right_rank ? -1 : 1;
    if (left_rank == RANK_TWO || left_rank == RANK_THREE) {
        int order = semver_compare(&right, &left);
        if (order != 0)
            return order;
        if ((*a == 'v') != (*b == 'v'))
            return *a == 'v' ? 1 : -1;
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
