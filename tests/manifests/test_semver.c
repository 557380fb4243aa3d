// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/semver_range.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define BIG "99999999999999999999999999999999"

Test(semver, a_version_has_three_numbers)
{
    static const struct {
        const char *text;
        bool valid;
    } rows[] = {
        {"0.0.0", true},
        {"1.2.3", true},
        {"v1.2.3", true},
        {"1.2.3-rc.1", true},
        {"1.2.3-0", true},
        {"1.2.3-0a", true},
        {"1.2.3--", true},
        {"1.2.3+build.007", true},
        {"1.2.3_build.1", true},
        {"1.2.3-rc.1_build", true},
        {BIG "." BIG ".0", true},
        {"1.0.0-alpha-a.b-c", true},
        {"", false},
        {"v", false},
        {"1", false},
        {"1.2", false},
        {"1.2.3.4", false},
        {"01.2.3", false},
        {"1.02.3", false},
        {"1.2.3-", false},
        {"1.2.3-01", false},
        {"1.2.3-a..b", false},
        {"1.2.3+", false},
        {"1.2.3+a+b", false},
        {"1.2.3_a_b", false},
        {"V1.2.3", false},
        {"vv1.2.3", false},
        {"1.2.3 ", false},
        {" 1.2.3", false},
        {"1.2.x", false},
        {"1..3", false},
        {"-1.2.3", false},
        {"2024.01.15", false},
        {"1.2.3-rc_1.", false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct semver version;
        cr_expect_eq(semver_parse(rows[i].text, strlen(rows[i].text), &version), rows[i].valid,
                     "%s", rows[i].text);
    }
}

static struct semver parsed(const char *text)
{
    struct semver version = {0};
    cr_assert(semver_parse(text, strlen(text), &version), "%s", text);
    return version;
}

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

Test(semver, each_version_is_higher_than_the_ones_before_it)
{
    static const char *const rising[] = {
        "0.0.0-0",
        "0.0.0",
        "0.0.1",
        "0.9.10",
        "0.10.0",
        "1.0.0-0",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-" BIG,
        "1.0.0-1" BIG,
        "1.0.0--",
        "1.0.0-A",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-alpha.1.0",
        "1.0.0-alpha.beta",
        "1.0.0-alpha0",
        "1.0.0-beta",
        "1.0.0-beta.2",
        "1.0.0-beta.11",
        "1.0.0-rc.1",
        "1.0.0",
        "1.2.9",
        "1.2.10",
        "1.18446744073709551615.0",
        "1.18446744073709551616.0",
        "2.0.0",
        "18446744073709551615.0.0",
        "18446744073709551616.0.0",
        BIG ".0.0",
        "1" BIG ".0.0",
    };
    for (size_t i = 0; i < COUNT(rising); i++)
        for (size_t j = 0; j < COUNT(rising); j++) {
            struct semver a = parsed(rising[i]), b = parsed(rising[j]);
            cr_expect_eq(sign(semver_compare(&a, &b)), (i > j) - (i < j), "%s %s", rising[i],
                         rising[j]);
        }
}

Test(semver, a_leading_v_and_build_metadata_do_not_count)
{
    static const char *const equal[] = {"1.2.3", "v1.2.3", "1.2.3+a", "1.2.3_a", "v1.2.3+9.z"};
    for (size_t i = 1; i < COUNT(equal); i++) {
        struct semver a = parsed(equal[0]), b = parsed(equal[i]);
        cr_expect_eq(semver_compare(&a, &b), 0, "%s", equal[i]);
    }
}

/* For each range: what fits, what is outside, what is a prerelease that it does not name. */
static const struct {
    const char *range, *fits, *outside, *prereleases;
} ranges[] = {
    {"*", "0.0.0 1.2.3 " BIG ".0.0", "", "1.0.0-rc.1"},
    {"x", "0.0.0 9.9.9", "", "1.0.0-rc.1"},
    {"1.2.3", "1.2.3 v1.2.3 1.2.3_b", "1.2.4 1.2.2 1.2.3-rc.1", ""},
    {"v1.2.3", "1.2.3", "1.2.4", ""},
    {"=1.2.3", "1.2.3", "1.2.4", ""},
    {"= 1.2.3", "1.2.3", "1.2.4", ""},
    {"1", "1.0.0 1.9.9", "0.9.9 2.0.0 2.0.0-rc.1 1.0.0-rc.1", "1.1.0-rc.1"},
    {"1.x", "1.0.0 1.9.9", "2.0.0", "1.1.0-rc.1"},
    {"1.X.x", "1.0.0 1.9.9", "2.0.0", ""},
    {"1.2", "1.2.0 1.2.9", "1.1.9 1.3.0 1.3.0-rc.1", "1.2.1-rc.1"},
    {"1.2.*", "1.2.0 1.2.9", "1.3.0", ""},
    {"^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-0 0.9.0 1.2.3-rc.1", "1.4.0-rc.1"},
    {"^1.4", "1.4.0 1.9.0", "1.3.9 2.0.0", ""},
    {"^1", "1.0.0 1.9.0", "2.0.0", ""},
    {"^1.x", "1.0.0 1.9.0", "2.0.0", ""},
    {"^0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 0.3.0-rc.1", ""},
    {"^0.0.3", "0.0.3", "0.0.2 0.0.4", ""},
    {"^0.0", "0.0.0 0.0.9", "0.1.0", ""},
    {"^0", "0.0.0 0.9.9", "1.0.0", ""},
    {"^0.0.0", "0.0.0", "0.0.1", ""},
    {"^*", "0.0.0 5.0.0", "", ""},
    {"~1.2.3", "1.2.3 1.2.9", "1.2.2 1.3.0 1.3.0-rc.1", ""},
    {"~1.2", "1.2.0 1.2.9", "1.3.0", ""},
    {"~1", "1.0.0 1.9.9", "2.0.0", ""},
    {"~> 1.2", "1.2.0 1.2.9", "1.3.0", ""},
    {"~>1.2.3", "1.2.3 1.2.9", "1.3.0", ""},
    {"~0.0.1", "0.0.1 0.0.9", "0.1.0", ""},
    {">1.2.3", "1.2.4 2.0.0", "1.2.3", "1.2.4-rc.1"},
    {">1.2", "1.3.0 2.0.0", "1.2.0 1.2.9", ""},
    {">1", "2.0.0", "1.9.9", ""},
    {">=1.2.3", "1.2.3 2.0.0", "1.2.2 1.2.3-rc.1", "2.0.0-rc.1"},
    {">=1.2", "1.2.0 2.0.0", "1.1.9", ""},
    {">=*", "0.0.0 2.0.0", "", ""},
    {"<2.0.0", "1.9.9 0.0.0", "2.0.0 2.0.0-rc.1", "1.0.0-rc.1"},
    {"<2", "1.9.9", "2.0.0 2.0.0-rc.1", ""},
    {"<2.1", "2.0.9", "2.1.0 2.1.0-0", ""},
    {"<=2.0.0", "2.0.0 1.0.0", "2.0.1", "2.0.0-rc.1"},
    {"<=2", "2.9.9", "3.0.0 3.0.0-rc.1", ""},
    {"<=2.1", "2.1.9", "2.2.0", ""},
    {"!=1.2.3", "1.2.2 1.2.4", "1.2.3", "1.2.3-rc.1"},
    {"1.x !=1.4.x", "1.3.9 1.5.0", "1.4.0 1.4.9 2.0.0", ""},
    {">=1.2 <1.4", "1.2.0 1.3.9", "1.1.9 1.4.0 1.4.0-rc.1", "1.3.0-rc.1"},
    {">=1.2, <1.4", "1.2.0 1.3.9", "1.1.9 1.4.0", ""},
    {">=1.2,<1.4", "1.2.0 1.3.9", "1.4.0", ""},
    {">= 1.2 < 1.4", "1.2.0 1.3.9", "1.4.0", ""},
    {"1.2 - 1.4", "1.2.0 1.4.9", "1.1.9 1.5.0 1.5.0-rc.1", ""},
    {"1.2.3 - 2.3.4", "1.2.3 2.3.4", "1.2.2 2.3.5", ""},
    {"1.2.3 - 2", "1.2.3 2.9.9", "3.0.0", ""},
    {"1.2.3 - *", "1.2.3 9.9.9", "1.2.2", ""},
    {"^1 || ^3", "1.0.0 3.0.0", "2.0.0 4.0.0", "3.1.0-rc.1"},
    {"1.2.3||2.x", "1.2.3 2.5.0", "1.2.4", ""},
    {"<1 >2", "", "0.5.0 1.5.0 2.5.0 3.0.0", ""},
    {">=1.0.0-0", "1.0.0 1.0.0-rc.1 2.0.0-beta", "0.9.9", ""},
    {"^1.2.3-rc.2", "1.2.3-rc.2 1.2.3-rc.10 1.2.3 1.4.0-rc.1", "1.2.3-rc.1 2.0.0-rc.1", ""},
    {"~1.2.3-rc.1", "1.2.3-rc.1 1.2.4-rc.1", "1.3.0-rc.1", ""},
    {">=1.0.0-0 <2.0.0", "1.0.0-rc.1 1.9.9", "2.0.0-rc.1", ""},
    {">=1.0.0-0 <2.0.0-rc.2", "2.0.0-rc.1", "2.0.0-rc.2 2.0.0", ""},
    {"^1 || >=3.0.0-0", "1.0.0 3.0.0-rc.1", "2.0.0", "1.1.0-rc.1"},
    {"1.0.0-rc.1 - 2", "1.0.0-rc.1 1.5.0-rc.1", "3.0.0-rc.1", ""},
    {"1.2.3+build", "1.2.3", "1.2.4", ""},
    {"^18446744073709551615.9", "18446744073709551615.9.0",
     "18446744073709551616.0.0 18446744073709551615.8.0", ""},
    {"~1.99999999999999999999", "1.99999999999999999999.5", "1.100000000000000000000.0", ""},
};

static void check(const struct semver_range *range, const char *text, const char *versions,
                  enum semver_fit wanted)
{
    char copy[300], *rest = copy;
    cr_assert(strlen(versions) < sizeof copy);
    strcpy(copy, versions);
    for (char *word = strsep(&rest, " "); word != NULL; word = strsep(&rest, " ")) {
        if (*word == '\0')
            continue;
        struct semver version = parsed(word);
        cr_expect_eq(semver_range_fit(range, &version), wanted, "%s in %s", word, text);
    }
}

Test(semver, ranges_hold_what_people_expect)
{
    for (size_t i = 0; i < COUNT(ranges); i++) {
        arena_scope struct arena arena = {0};
        struct semver_range range;
        struct err err = {0};
        cr_assert_eq(semver_range_parse(&arena, ranges[i].range, &range, &err), 0, "%s: %s",
                     ranges[i].range, err.message);
        check(&range, ranges[i].range, ranges[i].fits, SEMVER_FITS);
        check(&range, ranges[i].range, ranges[i].outside, SEMVER_OUTSIDE);
        check(&range, ranges[i].range, ranges[i].prereleases, SEMVER_PRERELEASE);
    }
}

Test(semver, an_invalid_range_is_refused)
{
    static const char *const rows[] = {
        "",      " ",    "||",     "^1 ||",  "|| ^1",   "^1 || || ^2", "one",      "1.2.3.4", ">*",
        "<*",    "!=*",  "> x",    "1.x.3",  "01.2.3",  "1.2-rc",      "1.x-rc",   ">",       "^",
        "=>1.2", ">>1",  "1 -",    "- 1",    "1 - two", "1-2",         "1.2.3 -2", "^-1",     "1.",
        ".1",    "1..2", "1.2.3-", "latest", "v",       "^1 | ^2",     "!1.2",     "~~1",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct semver_range range;
        struct err err = {0};
        cr_expect_eq(semver_range_parse(&arena, rows[i], &range, &err), -1, "%s", rows[i]);
        cr_expect(err.message[0] != '\0' && err.hint[0] != '\0', "%s", rows[i]);
    }
}

Test(semver, a_range_has_a_maximum)
{
    arena_scope struct arena arena = {0};
    struct semver_range range;
    struct err err = {0};
    const char *text = "1";
    for (int i = 1; i < SEMVER_SPANS_MAX; i++)
        text = arena_print(&arena, "%s%s1", text, i % 2 == 0 ? " " : "||");
    cr_expect_eq(semver_range_parse(&arena, text, &range, &err), 0);
    text = arena_print(&arena, "%s||1", text);
    cr_expect_eq(semver_range_parse(&arena, text, &range, &err), -1);
}
