// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/glob.h"

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
