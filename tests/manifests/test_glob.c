// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared/reach.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/policy.h"
#include "manifests/values/glob.h"
#include "manifests/values/pattern.h"

Test(glob, names_match_whole)
{
    static const struct {
        const char *pattern, *text;
        bool match;
    } rows[] = {
        {"web", "web", true},       {"web", "web1", false},
        {"w*", "web", true},        {"*", "", true},
        {"*b*", "abc", true},       {"*bc", "abcbc", true},
        {"a?c", "abc", true},       {"a?c", "ac", false},
        {"[ab]x", "bx", true},      {"[a-c]x", "cx", true},
        {"[!a-c]x", "cx", false},   {"[!a-c]x", "dx", true},
        {"[]a]x", "]x", true},      {"[ab", "[ab", true},
        {"[", "[", true},           {"a*b*c", "aXbYbZc", true},
        {"a*b*c", "aXbYbZ", false}, {"**", "abc", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_eq(glob_match(rows[i].pattern, rows[i].text), rows[i].match, "%s %s",
                     rows[i].pattern, rows[i].text);
}

Test(glob, a_pattern_for_a_path_does_not_match_below_it)
{
    static const struct {
        const char *pattern, *path, *below;
    } rows[] = {
        {".", "a/b.yaml", "a/b.yaml"}, {"", "a/b.yaml", "a/b.yaml"}, {"./a", "a/b.yaml", "b.yaml"},
        {"/a/", "a/b.yaml", "b.yaml"}, {"a", "ab/b.yaml", NULL},     {"a/b.yaml", "a/b.yaml", ""},
        {"a/*", "a/b/c", "c"},         {"*/b", "a/b/c", "c"},        {"**/b", "b/c", "c"},
        {"**/b", "x/y/b/c", "c"},      {"a/**/b", "a/x/y/b/c", "c"}, {"a/**/b", "a/x/y/c", NULL},
        {"a/**", "a/x", "x"},          {"a/b/c", "a/b", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(text_equal(glob_below(rows[i].pattern, rows[i].path), rows[i].below), "%s %s: %s",
                  rows[i].pattern, rows[i].path, glob_below(rows[i].pattern, rows[i].path));
}

Test(glob, an_ignore_without_a_slash_matches_any_part)
{
    cr_expect(glob_ignores("vendor", "a/vendor/b.yaml"));
    cr_expect(glob_ignores("vendor/", "a/vendor/b.yaml"));
    cr_expect(glob_ignores("*.tmpl.yaml", "a/b.tmpl.yaml"));
    cr_expect_not(glob_ignores("a/vendor", "b/a/vendor/b.yaml"));
    cr_expect_not(glob_ignores("", "a"));
    cr_expect_not(glob_ignores("b", "a/bb"));
}

Test(glob, hostile_patterns_end_soon)
{
    char pattern[1001], text[4001];
    for (size_t i = 0; i < 1000; i++)
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    memset(text, 'a', 4000);
    pattern[999] = 'b';
    pattern[1000] = text[4000] = '\0';
    cr_expect_not(glob_match(pattern, text));
    memset(pattern, '[', 1000);
    cr_expect_not(glob_match(pattern, text));
}

Test(kustomization, paths_are_joined_only_inside_the_repository)
{
    static const struct {
        const char *folder, *relative, *joined;
    } rows[] = {
        {"a/b", "../c", "a/c"},
        {"a", "./x.yaml", "a/x.yaml"},
        {"", "x//y/", "x/y"},
        {"a", "..", ""},
        {"a", "../..", NULL},
        {"a", "/etc", NULL},
        {"a", "https://x/y", NULL},
        {"a/b", "../../c/d", "c/d"},
        {"", ".", ""},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect(text_equal(reach_join(&arena, rows[i].folder, rows[i].relative), rows[i].joined),
                  "%s %s", rows[i].folder, rows[i].relative);
}

Test(policy, holds_are_read_in_both_orders)
{
    static const struct {
        const char *text, *reason;
        bool valid, open;
    } rows[] = {
        {"true", NULL, true, true},
        {" true\n", NULL, true, true},
        {"reason=a b  c", "a b  c", true, true},
        {"until=2026-12-01T00:00:00Z", NULL, true, false},
        {"until=2026-12-01T00:00:00Z reason=x until=later", "x until=later", true, false},
        {"reason=x y until=2026-12-01T00:00:00Z", "x y", true, false},
        {"reason=x until=soon", NULL, false, true},
        {"until=soon", NULL, false, true},
        {"", NULL, false, true},
        {"false", NULL, false, true},
        {"true false", NULL, false, true},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct hold hold = {.until = MOMENT_NEVER};
        cr_expect_eq(hold_parse(&arena, rows[i].text, &hold), rows[i].valid, "%s", rows[i].text);
        cr_expect_eq(hold.until == MOMENT_NEVER, rows[i].open, "%s", rows[i].text);
        cr_expect(text_equal(hold.reason, rows[i].reason), "%s", rows[i].text);
    }
}

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
