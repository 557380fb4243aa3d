// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/semver.h"

#include <string.h>

#define DIGITS "0123456789"
#define IDENTIFIER DIGITS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"

/* Returns how many bytes at the start of the text, up to its end, are in the set. */
static size_t span_of(const char *text, const char *end, const char *set)
{
    size_t length = 0;
    while (text + length < end && text[length] != '\0' && strchr(set, text[length]) != NULL)
        length++;
    return length;
}

/* Reads digits without a leading zero, and moves *at after them. */
static bool take_number(const char **at, const char *end, struct semver_part *out)
{
    size_t length = span_of(*at, end, DIGITS);
    *out = (struct semver_part){*at, length};
    *at += length;
    return length == 1 || (length > 1 && *out->text != '0');
}

/* Reads identifiers separated by dots. With `strict`, for a prerelease, a number must not have a
 * leading zero. */
static bool take_identifiers(const char **at, const char *end, bool strict, struct semver_part *out)
{
    const char *from = *at;
    for (;; (*at)++) {
        size_t length = span_of(*at, end, IDENTIFIER), digits = span_of(*at, end, DIGITS);
        if (length == 0 || (strict && digits == length && length > 1 && **at == '0'))
            return false;
        *at += length;
        if (*at == end || **at != '.')
            break;
    }
    *out = (struct semver_part){from, (size_t)(*at - from)};
    return true;
}

/* Reads "-PRERELEASE" and "+BUILD", up to the end. */
static bool take_suffix(const char *at, const char *end, struct semver *out)
{
    struct semver_part build;
    out->prerelease = (struct semver_part){NULL, 0};
    if (at < end && *at == '-') {
        at++;
        if (!take_identifiers(&at, end, true, &out->prerelease))
            return false;
    }
    if (at < end && (*at == '+' || *at == '_')) {
        at++;
        if (!take_identifiers(&at, end, false, &build))
            return false;
    }
    return at == end;
}

/* Parses a version with `count` numbers; the others are 0. */
static bool parse(const char *text, size_t length, size_t count, struct semver *out)
{
    static const struct semver_part zero = {"0", 1};
    struct semver version = {.numbers = {zero, zero, zero}};
    const char *at = text, *end = text + length;
    at += at < end && *at == 'v';
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (at == end || *at++ != '.'))
            return false;
        if (!take_number(&at, end, &version.numbers[i]))
            return false;
    }
    if (!take_suffix(at, end, &version))
        return false;
    *out = version;
    return true;
}

bool semver_parse(const char *text, size_t length, struct semver *out)
{
    return parse(text, length, 3, out);
}

bool semver_parse_short(const char *text, size_t length, struct semver *out)
{
    return parse(text, length, 2, out);
}

static int compare_numbers(struct semver_part a, struct semver_part b)
{
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return memcmp(a.text, b.text, a.length);
}

static int compare_identifiers(struct semver_part a, struct semver_part b)
{
    bool a_number = span_of(a.text, a.text + a.length, DIGITS) == a.length;
    bool b_number = span_of(b.text, b.text + b.length, DIGITS) == b.length;
    if (a_number && b_number)
        return compare_numbers(a, b);
    if (a_number != b_number)
        return a_number ? -1 : 1;
    int order = memcmp(a.text, b.text, a.length < b.length ? a.length : b.length);
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* Removes the identifier before the next dot from *rest, and returns it. */
static struct semver_part next_identifier(struct semver_part *rest)
{
    const char *dot = memchr(rest->text, '.', rest->length);
    struct semver_part first = {rest->text,
                                dot != NULL ? (size_t)(dot - rest->text) : rest->length};
    size_t used = first.length + (dot != NULL ? 1 : 0);
    *rest = (struct semver_part){rest->text + used, rest->length - used};
    return first;
}

static int compare_prereleases(struct semver_part a, struct semver_part b)
{
    if (a.length == 0 || b.length == 0) /* a release is above its prereleases */
        return (a.length == 0) - (b.length == 0);
    while (a.length > 0 && b.length > 0) {
        int order = compare_identifiers(next_identifier(&a), next_identifier(&b));
        if (order != 0)
            return order;
    }
    return (a.length > 0) - (b.length > 0);
}

int semver_compare(const struct semver *a, const struct semver *b)
{
    for (size_t i = 0; i < 3; i++) {
        int order = compare_numbers(a->numbers[i], b->numbers[i]);
        if (order != 0)
            return order;
    }
    return compare_prereleases(a->prerelease, b->prerelease);
}
