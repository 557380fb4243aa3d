// SPDX-License-Identifier: Apache-2.0
#include "manifests/values/semver_range.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"

#define SEPARATORS " \t\r\n,"

/* A version whose last numbers may be open: missing, or written as x or *. */
struct partial {
    struct semver version; /* open numbers are 0 */
    size_t known;          /* numbers before the first open one */
};

typedef LIST_OF(struct semver_span) semver_span_list;

static bool is_open(char c)
{
    return c == 'x' || c == 'X' || c == '*';
}

static bool partial_parse(const char *text, size_t length, struct partial *out)
{
    static const struct semver_part zero = {"0", 1};
    struct partial partial = {.version = {.numbers = {zero, zero, zero}}};
    if (semver_parse(text, length, &partial.version)) {
        partial.known = 3;
        *out = partial;
        return true;
    }
    const char *at = text, *end = text + length;
    bool open = false;
    at += at < end && *at == 'v';
    for (size_t i = 0; i < 3; i++) {
        const char *dot = memchr(at, '.', (size_t)(end - at));
        size_t size = (size_t)((dot != NULL ? dot : end) - at);
        bool number = size > 0 && strspn(at, "0123456789") >= size && (size == 1 || *at != '0');
        if (!(size == 1 && is_open(*at)) && (!number || open))
            return false;
        open = open || !number;
        partial.version.numbers[i] = number ? (struct semver_part){at, size} : zero;
        partial.known += number;
        if (dot == NULL) {
            *out = partial;
            return open || i < 2;
        }
        at = dot + 1;
    }
    return false;
}

static struct semver_part increment(struct arena *arena, struct semver_part number)
{
    char *digits = arena_print(arena, "0%.*s", (int)number.length, number.text);
    size_t at = number.length;
    for (; digits[at] == '9'; at--)
        digits[at] = '0';
    digits[at]++;
    size_t skipped = digits[0] == '0';
    return (struct semver_part){digits + skipped, number.length + 1 - skipped};
}

/* Returns the lowest version, prereleases included, above all versions that have the first `kept`
 * numbers. */
static struct semver above(struct arena *arena, const struct partial *partial, size_t kept)
{
    struct semver version = {.prerelease = {"0", 1}};
    for (size_t i = 0; i < 3; i++)
        version.numbers[i] = i < kept ? partial->version.numbers[i] : (struct semver_part){"0", 1};
    version.numbers[kept - 1] = increment(arena, version.numbers[kept - 1]);
    return version;
}

/* Returns how many numbers ^ keeps: up to the first that is not 0 (included), or all known. */
static size_t caret(const struct partial *partial)
{
    size_t i = 0;
    while (i + 1 < partial->known && *partial->version.numbers[i].text == '0')
        i++;
    return i + 1;
}

enum low { LOW_NONE, LOW_AT, LOW_ABOVE };
enum high { HIGH_NONE, HIGH_BELOW, HIGH_THROUGH, HIGH_TILDE, HIGH_CARET };

static const struct comparator {
    const char *word; /* ">=" comes before ">" */
    enum low low;
    enum high high;
    bool negated;
} comparisons[] = {
    {">=", LOW_AT, HIGH_NONE, false},      {">", LOW_ABOVE, HIGH_NONE, false},
    {"<=", LOW_NONE, HIGH_THROUGH, false}, {"<", LOW_NONE, HIGH_BELOW, false},
    {"!=", LOW_AT, HIGH_THROUGH, true},    {"=", LOW_AT, HIGH_THROUGH, false},
    {"~>", LOW_AT, HIGH_TILDE, false},     {"~", LOW_AT, HIGH_TILDE, false},
    {"^", LOW_AT, HIGH_CARET, false},      {"", LOW_AT, HIGH_THROUGH, false},
};

static void set_low(struct arena *arena, struct semver_span *span, enum low low,
                    const struct partial *partial)
{
    if (low == LOW_NONE || partial->known == 0)
        return;
    span->has_low = true;
    span->above_low = low == LOW_ABOVE && partial->known == 3;
    span->low = low == LOW_ABOVE && partial->known < 3 ? above(arena, partial, partial->known)
                                                       : partial->version;
}

static void set_high(struct arena *arena, struct semver_span *span, enum high high,
                     const struct partial *partial)
{
    if (high == HIGH_NONE || partial->known == 0)
        return;
    span->has_high = true;
    span->through_high = high == HIGH_THROUGH && partial->known == 3;
    if (high == HIGH_CARET) {
        span->high = above(arena, partial, caret(partial));
    } else if (high == HIGH_TILDE) {
        span->high = above(arena, partial, partial->known < 2 ? partial->known : 2);
    } else if (high == HIGH_THROUGH && partial->known < 3) {
        span->high = above(arena, partial, partial->known);
    } else {
        span->high = partial->version;
        if (high == HIGH_BELOW && span->high.prerelease.length == 0)
            span->high.prerelease = (struct semver_part){"0", 1};
    }
}

static int no_range(struct err *err, const char *text, size_t length)
{
    err_set(err, "\"%.*s\" is not a version or a range of versions", length < 80 ? (int)length : 80,
            text);
    return err_hint(err, "write for example ^1.4, ~1.4.2, 1.x, \">=1.4 <2\" or \"1.4 - 1.6\"");
}

static const char *skip_separators(const char *at, const char *end)
{
    while (at < end && strchr(SEPARATORS, *at) != NULL)
        at++;
    return at;
}

/* Skips separators and returns the next word. Moves *at to the end of the word. */
static struct semver_part next_word(const char **at, const char *end)
{
    *at = skip_separators(*at, end);
    struct semver_part word = {*at, 0};
    while (*at < end && strchr(SEPARATORS, **at) == NULL)
        (*at)++;
    word.length = (size_t)(*at - word.text);
    return word;
}

/* Reads the rest of "A - B", after A. Returns 0, or 1 if there is no hyphen, or -1 on error. */
static int take_hyphen(struct arena *arena, const char **at, const char *end,
                       struct semver_span *span, bool *prereleases, struct err *err)
{
    const char *after = *at;
    struct partial last;
    struct semver_part word = next_word(&after, end);
    if (word.length != 1 || *word.text != '-')
        return 1;
    word = next_word(&after, end);
    if (!partial_parse(word.text, word.length, &last))
        return no_range(err, word.text, word.length);
    span->has_high = span->through_high = false;
    set_high(arena, span, HIGH_THROUGH, &last);
    *prereleases |= last.version.prerelease.length > 0;
    *at = after;
    return 0;
}

/* Reads one comparison. */
static int take_span(struct arena *arena, const char **at, const char *end,
                     struct semver_span *span, bool *prereleases, struct err *err)
{
    const struct comparator *comparison = comparisons;
    struct partial partial;
    struct semver_part word = next_word(at, end);
    const char *begin = word.text;
    while (!(strlen(comparison->word) <= word.length && text_starts(word.text, comparison->word)))
        comparison++;
    size_t skipped = strlen(comparison->word);
    word = (struct semver_part){word.text + skipped, word.length - skipped};
    if (word.length == 0) /* "> 1.2" */
        word = next_word(at, end);
    bool empty =
        comparison->low == LOW_ABOVE || comparison->high == HIGH_BELOW || comparison->negated;
    if (!partial_parse(word.text, word.length, &partial) || (empty && partial.known == 0))
        return no_range(err, begin, (size_t)(*at - begin));
    span->negated = comparison->negated;
    set_low(arena, span, comparison->low, &partial);
    set_high(arena, span, comparison->high, &partial);
    *prereleases |= partial.version.prerelease.length > 0;
    if (skipped > 0)
        return 0;
    return take_hyphen(arena, at, end, span, prereleases, err) < 0 ? -1 : 0;
}

static int take_set(struct arena *arena, const char *text, const char *end, size_t *budget,
                    struct semver_set *set, struct err *err)
{
    semver_span_list spans = {0};
    for (const char *at = skip_separators(text, end); at < end; at = skip_separators(at, end)) {
        if ((*budget)-- == 0) {
            err_set(err, "the range has more than %d comparisons", SEMVER_SPANS_MAX);
            return err_hint(err, "write a simpler range");
        }
        if (take_span(arena, &at, end, list_add(arena, &spans), &set->prereleases, err) < 0)
            return -1;
    }
    if (spans.count == 0) {
        err_set(err, "one side of || in the range is empty");
        return err_hint(err, "write * for any version");
    }
    set->spans = spans.items;
    set->count = spans.count;
    return 0;
}

int semver_range_parse(struct arena *arena, const char *text, struct semver_range *out,
                       struct err *err)
{
    LIST_OF(struct semver_set) sets = {0};
    size_t budget = SEMVER_SPANS_MAX;
    const char *at = arena_text(arena, text);
    if (at[strspn(at, SEPARATORS)] == '\0')
        return no_range(err, text, strlen(text));
    for (;;) {
        const char *bar = strstr(at, "||");
        const char *end = bar != NULL ? bar : at + strlen(at);
        if (take_set(arena, at, end, &budget, list_add(arena, &sets), err) < 0)
            return -1;
        if (bar == NULL)
            break;
        at = bar + 2;
    }
    *out = (struct semver_range){sets.items, sets.count};
    return 0;
}

static bool in_span(const struct semver_span *span, const struct semver *version)
{
    int low = span->has_low ? semver_compare(version, &span->low) : 1;
    int high = span->has_high ? semver_compare(version, &span->high) : -1;
    bool inside =
        (span->above_low ? low > 0 : low >= 0) && (span->through_high ? high <= 0 : high < 0);
    return inside != span->negated;
}

enum semver_fit semver_range_fit(const struct semver_range *range, const struct semver *version)
{
    enum semver_fit fit = SEMVER_OUTSIDE;
    for (size_t i = 0; i < range->count; i++) {
        const struct semver_set *set = &range->sets[i];
        size_t fits = 0;
        while (fits < set->count && in_span(&set->spans[fits], version))
            fits++;
        if (fits < set->count)
            continue;
        if (version->prerelease.length == 0 || set->prereleases)
            return SEMVER_FITS;
        fit = SEMVER_PRERELEASE;
    }
    return fit;
}
