// SPDX-License-Identifier: Apache-2.0
/*
 * Regular expressions that people write (`weir.dev/follow: … match REGEX`): the only user of PCRE2.
 * Patterns come from the repository and texts from registries, so size, nesting and features of a
 * pattern and the work that it may do on one text have limits.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"

enum {
    PATTERN_MAX = 1000, /* bytes of a pattern */
    PATTERN_NESTING_MAX = 50,
    PATTERN_STEPS_MAX = 10000, /* of the matcher, on one text */
    PATTERN_DEPTH_MAX = 1000,  /* nested backtracking */
    PATTERN_HEAP_MAX = 1024,   /* KiB */
};

struct pattern;

/*
 * Compiles a pattern. `group` names the group that cuts out the part of a text that counts; NULL:
 * none does. -1 with message and hint: where it is wrong, or that groups have other names only.
 */
MUST_USE int pattern_open(struct pattern **out, const char *text, const char *group,
                          struct err *err);
void pattern_close(struct pattern **pattern);
#define pattern_scope CLEANUP(pattern_close)

enum pattern_result {
    PATTERN_FOUND,
    PATTERN_NOT_FOUND,
    PATTERN_LIMIT, /* the text takes more work than is allowed */
};

struct pattern_part {
    const char *text; /* into the text that was searched; not terminated */
    size_t length;
};

/*
 * Searches anywhere in the text. *part: what the group cut out, the whole text when the pattern has
 * no such group. A group that took no part, or nothing, is PATTERN_NOT_FOUND.
 */
enum pattern_result pattern_find(const struct pattern *pattern, const char *text,
                                 struct pattern_part *part);
