// SPDX-License-Identifier: Apache-2.0
/*
 * Globs of names and paths as fnmatch has them, with "**" for any number of folders. Matching takes
 * time in proportion to pattern times text at most: patterns come from the repository.
 */
#pragma once

#include <stdbool.h>

/* `*`, `?` and `[a-z]` or `[!a-z]` over the whole text; no character is special in the text. */
bool glob_match(const char *pattern, const char *text);
bool glob_is(const char *text);

/*
 * Whether a pattern means a path or a folder above it: what is left of the path below the matched
 * part ("" for the path itself), or NULL. '/' is matched by '/' only, "**" by any number of parts.
 */
const char *glob_below(const char *pattern, const char *path);
/* The same for a list of what to ignore: a pattern without '/' may match any one part. */
bool glob_ignores(const char *pattern, const char *path);
