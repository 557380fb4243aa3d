// SPDX-License-Identifier: Apache-2.0
/*
 * Matches regular expressions that people write (`weir.dev/follow: … match REGEX`). Patterns come
 * from the repository and texts from registries, so there are limits for the size, nesting and
 * features of a pattern and for the work on one text. No other file uses PCRE2.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"

enum {
    PATTERN_MAX = 1000,        /* bytes of a pattern */
    PATTERN_NESTING_MAX = 50,  /* nested parentheses */
    PATTERN_STEPS_MAX = 10000, /* steps of the matcher for one text */
    PATTERN_DEPTH_MAX = 1000,  /* nested backtracking */
    PATTERN_HEAP_MAX = 1024,   /* KiB */
};

struct pattern;

/*
 * Compiles a pattern. `group` names the group that selects a part of the text; it may be NULL.
 * Returns -1 with message and hint if the pattern is wrong, or if it has named groups but not this
 * one exactly once.
 */
MUST_USE int pattern_open(struct pattern **out, const char *text, const char *group,
                          struct err *err);
void pattern_close(struct pattern **pattern);
#define pattern_scope CLEANUP(pattern_close)

enum pattern_result {
    PATTERN_FOUND,
    PATTERN_NOT_FOUND,
    PATTERN_LIMIT, /* the text needs more work than is allowed, or is not valid UTF-8 */
};

struct pattern_part {
    const char *text; /* points into the searched text; not NUL-terminated */
    size_t length;
};

/*
 * Searches anywhere in the text. Sets *part to the part that the group matched, or to the whole
 * text if the pattern has no such group. Returns PATTERN_NOT_FOUND also if the group was not
 * part of the match or matched the empty text.
 */
enum pattern_result pattern_find(const struct pattern *pattern, const char *text,
                                 struct pattern_part *part);
