// SPDX-License-Identifier: Apache-2.0
#include <criterion/criterion.h>
#include <string.h>

#include "manifests/base/text.h"
#include "manifests/values/follow.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static struct follow parsed(struct arena *arena, const char *rule)
{
    struct follow follow = {0};
    struct err err = {0};
    cr_assert_eq(follow_parse(arena, rule, &follow, &err), 0, "%s: %s", rule, err.message);
    return follow;
}

static struct follow_selection selected(struct arena *arena, const struct follow *follow,
                                        const char *tags)
{
    LIST_OF(const char *) list = {0};
    char *rest = arena_text(arena, tags);
    for (char *word = strsep(&rest, " "); word != NULL; word = strsep(&rest, " "))
        *list_add(arena, &list) = word;
    struct follow_selection selection;
    follow_select(arena, follow, list.items, list.count, &selection);
    return selection;
}

Test(follow, rules_are_read_in_all_their_forms)
{
    static const struct {
        const char *rule;
        enum follow_kind kind;
        bool ascending;
        const char *match;
    } rows[] = {
        {"semver ^1.4", FOLLOW_SEMVER, false, NULL},
        {" semver\t>=1 <2 \n", FOLLOW_SEMVER, false, NULL},
        {"semver * match ^v", FOLLOW_SEMVER, false, "^v"},
        {"semver *\n match  a match b ", FOLLOW_SEMVER, false, "a match b"},
        {"alphabetical", FOLLOW_ALPHABETICAL, false, NULL},
        {"alphabetical asc", FOLLOW_ALPHABETICAL, true, NULL},
        {"alphabetical desc match matched", FOLLOW_ALPHABETICAL, false, "matched"},
        {"numerical match ^(?<version>[0-9]+)$", FOLLOW_NUMERICAL, false, "^(?<version>[0-9]+)$"},
        {"numerical asc", FOLLOW_NUMERICAL, true, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct follow follow = parsed(&arena, rows[i].rule);
        cr_expect_eq(follow.kind, rows[i].kind, "%s", rows[i].rule);
        cr_expect_eq(follow.ascending, rows[i].ascending, "%s", rows[i].rule);
        cr_expect(text_equal(follow.match, rows[i].match), "%s: %s", rows[i].rule, follow.match);
        cr_expect_str_eq(follow.text, rows[i].rule);
    }
}

Test(follow, an_invalid_rule_is_refused_with_a_hint)
{
    static const struct {
        const char *rule, *message;
    } rows[] = {
        {"", "not a rule"},
        {"newest", "not a rule"},
        {"Semver ^1", "not a rule"},
        {"match ^v", "not a rule"},
        {"semver", "not a version or a range"},
        {"semver match ^v", "not a version or a range"},
        {"semver ^1 ||", "one side of ||"},
        {"semver one", "not a version or a range"},
        {"alphabetical down", "not an order"},
        {"numerical DESC", "not an order"},
        {"numerical desc asc", "not an order"},
        {"numerical desc match", "no pattern"},
        {"numerical desc match (", "missing closing parenthesis"},
        {"numerical desc match (?<n>[0-9]+)", "none is called version"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct follow follow = {0};
        struct err err = {0};
        cr_expect_eq(follow_parse(&arena, rows[i].rule, &follow, &err), -1, "%s", rows[i].rule);
        cr_expect(strstr(err.message, rows[i].message) != NULL && err.hint[0] != '\0', "%s: %s",
                  rows[i].rule, err.message);
    }
}

/* Best first, groups of equal ones by their first. */
static const struct {
    const char *rule, *tags, *wanted;
} orders[] = {
    {"semver *", "1.0.0 1.10.0 1.9.0 latest", "1.10.0 1.9.0 1.0.0"},
    {"semver ^1.4", "1.3.9 1.4.0 1.5.0 1.5.0-rc.1 2.0.0", "1.5.0 1.4.0"},
    {"semver >=1.0.0-0", "1.0.0-rc.1 1.0.0-rc.2 1.0.0", "1.0.0 1.0.0-rc.2 1.0.0-rc.1"},
    {"semver *", "1.2.3 1.2.3_b1 v1.2.3 v1.2.2", "1.2.3 v1.2.2"},
    {"semver * match ^(?<version>.*)-alpine$", "1.2.3 1.2.4 1.2.3-alpine 1.2.5-slim",
     "1.2.3-alpine"},
    {"alphabetical", "a c b", "c b a"},
    {"alphabetical asc", "a c b", "a b c"},
    {"alphabetical", "a ab B", "ab a B"},
    {"alphabetical match ^main-", "main-a zoo main-b", "main-b main-a"},
    {"alphabetical match -(?<version>[a-z]+)$", "x-b a-c", "a-c x-b"},
    {"alphabetical", "main sha256-" HEX " sha256-" HEX ".sig sha256-abc", "sha256-abc main"},
    {"numerical", "9 10 8 x 1.5", "10 9 8"},
    {"numerical asc", "9 10 8", "8 9 10"},
    {"numerical", "18446744073709551616 18446744073709551615 99999999999999999999999",
     "99999999999999999999999 18446744073709551616 18446744073709551615"},
    {"numerical", "007 8 7 0 00", "8 007 0"},
    {"numerical match ^main-[0-9a-f]+-(?<version>[0-9]+)$", "main-abc-9 main-000-10 main-1 10",
     "main-000-10 main-abc-9"},
};

Test(follow, the_best_tags_come_first)
{
    for (size_t i = 0; i < COUNT(orders); i++) {
        arena_scope struct arena arena = {0};
        struct follow follow = parsed(&arena, orders[i].rule);
        struct follow_selection selection = selected(&arena, &follow, orders[i].tags);
        const char *got = "";
        for (const struct follow_tag *tag = follow_best(&selection, NULL); tag != NULL;
             tag = follow_best(&selection, tag))
            got = arena_print(&arena, "%s%s%s", got, *got != '\0' ? " " : "", tag->tag);
        cr_expect_str_eq(got, orders[i].wanted, "%s: %s", orders[i].rule, got);
    }
}

Test(follow, the_reason_why_a_tag_was_dropped_is_known)
{
    static const struct {
        const char *rule, *tag;
        enum follow_drop drop;
    } rows[] = {
        {"semver *", "latest", FOLLOW_NO_VERSION},
        {"semver *", "1.2", FOLLOW_NO_VERSION},
        {"semver ^1", "2.0.0", FOLLOW_OUTSIDE},
        {"semver ^1", "1.1.0-rc.1", FOLLOW_PRERELEASE},
        {"semver ^1 match ^v", "1.1.0", FOLLOW_NO_MATCH},
        {"semver ^1 match ^v", "v2.0.0", FOLLOW_OUTSIDE},
        {"numerical", "1a", FOLLOW_NO_NUMBER},
        {"numerical match ^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", FOLLOW_LIMIT},
        {"alphabetical match ^sha", "sha256-" HEX ".att", FOLLOW_ATTACHED},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        arena_scope struct arena arena = {0};
        struct follow follow = parsed(&arena, rows[i].rule);
        struct follow_selection selection = selected(&arena, &follow, rows[i].tag);
        cr_expect_eq(selection.fit.count, 0, "%s", rows[i].tag);
        for (int drop = 0; drop < FOLLOW_DROP_COUNT; drop++)
            cr_expect_eq(selection.dropped[drop].count, drop == (int)rows[i].drop, "%s %s: %s",
                         rows[i].rule, rows[i].tag, follow_drop_words(drop, 1));
        cr_expect(text_equal(selection.dropped[rows[i].drop].names[0], rows[i].tag), "%s",
                  rows[i].tag);
    }
}

/* Each of these tags alone takes all the steps that are allowed. */
Test(follow, a_slow_pattern_is_given_up)
{
    enum { TAGS = 20000 };
    arena_scope struct arena arena = {0};
    struct follow follow = parsed(&arena, "alphabetical match ^(a+)+$");
    const char **tags = arena_array(&arena, const char *, TAGS + 1);
    for (int i = 0; i < TAGS; i++)
        tags[i] = arena_print(&arena, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-%d", i);
    tags[TAGS] = "a";
    struct follow_selection selection;
    follow_select(&arena, &follow, tags, TAGS + 1, &selection);
    cr_expect_eq(selection.fit.count, 0, "what stands behind is not looked at");
    cr_expect_eq(selection.dropped[FOLLOW_LIMIT].count, TAGS + 1);
}
