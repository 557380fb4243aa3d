// SPDX-License-Identifier: Apache-2.0
/*
 * Matches names and paths with globs like those of fnmatch, with "**" for any number of folders.
 * Patterns come from the repository, so the time is limited: it is at most proportional to the
 * length of the pattern times the length of the text.
 */
#pragma once

#include <stdbool.h>

/* True if the pattern matches the whole text. `*`, `?`, `[a-z]` and `[!a-z]` are special; "/" is
 * matched like any other character. */
bool glob_match(const char *pattern, const char *text);
/* True if the text has characters that are special in a glob. */
bool glob_is(const char *text);

/*
 * Matches a path or one of its parent folders. Returns the part of the path below the matched
 * folder, "" if the path itself matches, or NULL if nothing matches. `*`, `?` and brackets do not
 * match '/', and "**" matches any number of parts. "./" or "/" at the beginning of the pattern is
 * ignored; "." matches the root.
 */
const char *glob_below(const char *pattern, const char *path);
/* True if an entry of an ignore list matches the path or one of its parent folders. A pattern
 * without '/', except at its end, may match any one part of the path. */
bool glob_ignores(const char *pattern, const char *path);
