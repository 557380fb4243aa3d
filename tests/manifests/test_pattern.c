// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/values/pattern.h"

static int opens(const char *text)
{
    struct err err = {0};
    pattern_scope struct pattern *pattern = NULL;
    int result = pattern_open(&pattern, text, "version", &err);
    cr_expect_eq(result < 0, err.message[0] != '\0' && err.hint[0] != '\0', "%s", err.message);
    return result;
}

Test(pattern, hostile_patterns_are_refused)
{
    char deep[400];
    memset(deep, '(', 200);
    memset(deep + 200, ')', 199);
    deep[399] = '\0';
    cr_expect_eq(opens("^v([0-9]+)$"), 0);
    cr_expect_eq(opens(deep), -1);
    char *text = calloc(1, PATTERN_MAX + 2);
    memset(text, 'a', PATTERN_MAX + 1);
    cr_expect_eq(opens(text), -1);
    text[PATTERN_MAX] = '\0';
    cr_expect_eq(opens(text), 0);
    cr_expect_eq(opens("\\C"), -1);
    free(text);
}

Test(pattern, only_one_group_may_select_a_part)
{
    cr_expect_eq(opens("^v(?<version>[0-9]+)$"), 0);
    cr_expect_eq(opens("^(?<os>[a-z]+)-(?<version>[0-9]+)$"), 0);
    cr_expect_eq(opens("^v(?<n>[0-9]+)$"), -1);
    cr_expect_eq(opens("(?J)(?<version>a)|(?<version>b)"), -1);
}

Test(pattern, a_match_is_the_group_or_the_whole_text)
{
    static const struct {
        const char *pattern, *text;
        enum pattern_result result;
        const char *part;
    } rows[] = {
        {"^v", "v1.2", PATTERN_FOUND, "v1.2"},
        {"^v", "1.2", PATTERN_NOT_FOUND, NULL},
        {"^main-(?<version>[0-9]+)", "main-42-abc", PATTERN_FOUND, "42"},
        {"^main-(?<version>[0-9]*)", "main-", PATTERN_NOT_FOUND, NULL},
        {"^main(-(?<version>[0-9]+))?", "main", PATTERN_NOT_FOUND, NULL},
        {"(?=(?<version>ab))\\Kx|a", "ab", PATTERN_NOT_FOUND, NULL},
        {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", PATTERN_LIMIT, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct err err = {0};
        pattern_scope struct pattern *pattern = NULL;
        struct pattern_part part = {0};
        cr_assert_eq(pattern_open(&pattern, rows[i].pattern, "version", &err), 0, "%s",
                     rows[i].pattern);
        cr_expect_eq(pattern_find(pattern, rows[i].text, &part), rows[i].result, "%s",
                     rows[i].pattern);
        if (rows[i].part != NULL)
            cr_expect(part.length == strlen(rows[i].part) &&
                          memcmp(part.text, rows[i].part, part.length) == 0,
                      "%s: %.*s", rows[i].pattern, (int)part.length, part.text);
    }
}
