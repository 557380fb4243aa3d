// SPDX-License-Identifier: Apache-2.0
/*
 * Regular expressions that people write (`weir.dev/follow: … match REGEX`): the only user of PCRE2.
 * Patterns come from the repository, so their size, nesting and features have limits.
 */
#pragma once

#include "manifests/base/err.h"

enum { PATTERN_MAX = 1000, PATTERN_NESTING_MAX = 50 };

/* Compiles it and throws it away: 0, or -1 with a message that says where it is wrong. */
int pattern_check(const char *text, struct err *err);
