// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/glob.h"

#include <stddef.h>
#include <string.h>

enum { BRACKET_MAX = 64 };

/* Returns the end of the bracket expression ("[…]") at `at`, or NULL when '[' means itself. */
static const char *bracket_end(const char *at, const char *end)
{
    const char *scan = at + 1;
    scan += scan < end && (*scan == '!' || *scan == '^');
    scan += scan < end && *scan == ']';
    while (scan < end && *scan != ']' && scan - at < BRACKET_MAX)
        scan++;
    return scan < end && *scan == ']' ? scan + 1 : NULL;
}

static bool bracket_match(const char *at, const char *end, char c)
{
    const char *scan = at + 1;
    bool negated = *scan == '!' || *scan == '^';
    bool found = false;
    scan += negated;
    for (const char *first = scan; scan < end - 1 && (*scan != ']' || scan == first); scan++) {
        if (scan[1] == '-' && scan + 2 < end - 1) {
            found = found || ((unsigned char)c >= (unsigned char)scan[0] &&
                              (unsigned char)c <= (unsigned char)scan[2]);
            scan += 2;
        } else {
            found = found || *scan == c;
        }
    }
    return found != negated;
}

/* Matches one pattern character (not '*'). Returns the rest of the pattern, or NULL. */
static const char *match_one(const char *pattern, const char *end, char c)
{
    if (pattern == end)
        return NULL;
    if (*pattern == '?')
        return pattern + 1;
    const char *after = *pattern == '[' ? bracket_end(pattern, end) : NULL;
    if (after != NULL)
        return bracket_match(pattern, after, c) ? after : NULL;
    return *pattern == c ? pattern + 1 : NULL;
}

/* Only the last '*' is tried again with more text: earlier ones match as little as they can. */
static bool match_span(const char *pattern, const char *pattern_end, const char *text,
                       const char *text_end)
{
    const char *star = NULL, *retry = NULL;
    while (text < text_end) {
        const char *next = NULL;
        if (pattern < pattern_end && *pattern == '*') {
            star = ++pattern;
            retry = text;
        } else if ((next = match_one(pattern, pattern_end, *text)) != NULL) {
            pattern = next;
            text++;
        } else if (star != NULL) {
            pattern = star;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (pattern < pattern_end && *pattern == '*')
        pattern++;
    return pattern == pattern_end;
}

bool glob_match(const char *pattern, const char *text)
{
    return match_span(pattern, pattern + strlen(pattern), text, text + strlen(text));
}

bool glob_is(const char *text)
{
    return strpbrk(text, "*?[") != NULL;
}

static const char *part_end(const char *at)
{
    return at + strcspn(at, "/");
}

static const char *next_part(const char *at)
{
    at = part_end(at);
    return *at == '/' ? at + 1 : at;
}

/* Matches like match_span, with parts instead of characters and "**" instead of '*', but the path
 * may have more parts than the pattern matches. Returns the rest of the path, or NULL. */
static const char *match_parts(const char *pattern, const char *path)
{
    const char *star = NULL, *retry = NULL;
    while (*pattern != '\0') {
        size_t length = (size_t)(part_end(pattern) - pattern);
        if (length == 2 && strncmp(pattern, "**", 2) == 0) {
            pattern = star = next_part(pattern);
            retry = path;
        } else if (*path != '\0' && match_span(pattern, part_end(pattern), path, part_end(path))) {
            pattern = next_part(pattern);
            path = next_part(path);
        } else if (star != NULL && *retry != '\0') {
            pattern = star;
            path = retry = next_part(retry);
        } else {
            return NULL;
        }
    }
    return path;
}

const char *glob_below(const char *pattern, const char *path)
{
    while (strncmp(pattern, "./", 2) == 0)
        pattern += 2;
    return match_parts(strcmp(pattern, ".") != 0 ? pattern + (*pattern == '/') : "", path);
}

bool glob_ignores(const char *pattern, const char *path)
{
    const char *slash = strchr(pattern, '/');
    if (slash != NULL && slash[1] != '\0')
        return glob_below(pattern, path) != NULL;
    const char *end = slash != NULL ? slash : pattern + strlen(pattern);
    for (const char *at = path; pattern != end && *at != '\0'; at = next_part(at)) {
        if (match_span(pattern, end, at, part_end(at)))
            return true;
    }
    return false;
}
