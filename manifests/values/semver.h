// SPDX-License-Identifier: Apache-2.0
/*
 * Parses and compares semantic versions (semver.org 2.0.0). Numbers may have any length.
 *
 * A version has three numbers; a leading v is allowed. Tags cannot contain the "+" of build
 * metadata, so "_" is accepted in its place, as in Helm. Build metadata is ignored.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct semver_part {
    const char *text; /* not terminated */
    size_t length;
};

/* A parsed version; its parts point into the text. */
struct semver {
    struct semver_part numbers[3];
    struct semver_part prerelease; /* length 0: none */
};

/* Parses a version. Returns false if these bytes are not one. */
bool semver_parse(const char *text, size_t length, struct semver *out);
/* Does the same for two numbers, as in 1.2 or 1.2-rc.1; the third is 0. */
bool semver_parse_short(const char *text, size_t length, struct semver *out);
/* Compares by precedence. Returns less than 0 if a is lower than b, 0 if they are equal, else more
 * than 0. */
int semver_compare(const struct semver *a, const struct semver *b);
