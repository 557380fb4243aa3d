// SPDX-License-Identifier: Apache-2.0
/*
 * Globs of names and paths like those of fnmatch, with "**" for any number of folders. Matching
 * takes at most time proportional to pattern times text, because patterns come from the repository.
 */
#pragma once

#include <stdbool.h>

/* Matches `*`, `?` and `[a-z]` or `[!a-z]` with the whole text; `*` also matches "/". */
bool glob_match(const char *pattern, const char *text);
/* True if the text has characters that are special in a glob. */
bool glob_is(const char *text);

/*
 * Matches a path or a folder above it. Returns the part of the path below the matched folder ("" if
 * the path itself matches), or NULL. '/' matches only '/', "**" any number of parts.
 */
const char *glob_below(const char *pattern, const char *path);
/* The same for a list of paths to ignore: a pattern without '/' may match any one part. */
bool glob_ignores(const char *pattern, const char *path);
