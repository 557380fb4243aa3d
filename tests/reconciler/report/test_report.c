// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/report.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "golden.h"
#include "reconciler/report/view_history.h"

static const struct {
    const char *name, *ending;
} formats[] = {{"text", "txt"}, {"json", "json"}, {"markdown", "md"}};
TABLE_COMPLETE(formats, REPORT_FORMAT_COUNT);

static const char *const kinds[] = {
    "plan",   "problems", "streams", "tags",  "promotions",   "stream",       "explanation",
    "review", "history",  "tags-at", "where", "environments", "verification", "audit"};
TABLE_COMPLETE(kinds, REPORT_KIND_COUNT);

static char *printed(enum report_kind kind, enum report_format format, const struct report *report,
                     size_t *length)
{
    char *bytes = NULL;
    FILE *out = open_memstream(&bytes, length);
    report_print(kind, format, report, out);
    fclose(out);
    return bytes;
}

static void expect(const char *name, enum report_kind kind, enum report_format format,
                   const struct report *report)
{
    char file[256];
    size_t length = 0;
    char *bytes = printed(kind, format, report, &length);
    snprintf(file, sizeof file, "%s.%s.%s", name, kinds[kind], formats[format].ending);
    cr_expect(golden_equal("GOLDEN", file, bytes, length), "%s differs", file);
    free(bytes);
}

static void expect_formats(const char *name, enum report_kind kind, const struct report *report)
{
    for (int format = REPORT_TEXT; format < REPORT_FORMAT_COUNT; format++)
        expect(name, kind, (enum report_format)format, report);
}

Test(report, every_kind_is_printed_in_every_format)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    for (int kind = 0; kind < REPORT_KIND_COUNT; kind++) {
        shop.report.only = (struct report_only){0};
        if (kind == REPORT_STREAM || kind == REPORT_EXPLANATION)
            shop.report.only = (struct report_only){.namespace = "app-dev", .stream = "web"};
        if (kind == REPORT_EXPLANATION)
            shop.report.only.tag = "latest";
        shop.report.only.at = shop.report.now - 5 * 86400;
        shop.report.only.digest = "0123456";
        expect_formats("shop", (enum report_kind)kind, &shop.report);
    }
}

Test(report, tags_without_entry_and_held_tags_are_described_and_explained)
{
    static const char *const namespaces[] = {"app-prod", "app-staging"};
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    for (size_t i = 0; i < 2; i++) {
        shop.report.only = (struct report_only){namespaces[i], "web", NULL};
        expect_formats(namespaces[i], REPORT_STREAM, &shop.report);
        expect_formats(namespaces[i], REPORT_EXPLANATION, &shop.report);
    }
    shop.report.only = (struct report_only){"app-dev", "web", "1.2.0"};
    expect_formats("silent", REPORT_EXPLANATION, &shop.report);
}

Test(report, a_record_is_shown_whole_when_requested)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.evidence = true;
    shop.report.only = (struct report_only){"app-prod", "web", "latest"};
    expect_formats("evidence", REPORT_HISTORY, &shop.report);
}

Test(report, a_stream_that_is_gone_has_a_history)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.only = (struct report_only){"app-old", "api", NULL};
    cr_expect(report_has_records(&shop.report));
    expect_formats("gone", REPORT_HISTORY, &shop.report);
    shop.report.only.stream = "none";
    cr_expect_not(report_has_records(&shop.report));
}

Test(report, a_broken_journal_file_is_reported)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.only = (struct report_only){"app-dev", "web", "1.2.0"};
    cr_expect(report_history_trouble(&shop.report));
    shop.report.only.tag = "latest";
    cr_expect_not(report_history_trouble(&shop.report));
    shop.report.only.tag = NULL;
    cr_expect(report_history_trouble(&shop.report));
}

Test(report, an_image_is_found_by_the_beginning_of_its_digest)
{
    static const struct {
        const char *digest;
        bool found;
    } rows[] = {{"0123456", true},
                {"sha256:0123456", true},
                {"00ff00f", true},
                {"sha256:00ff00f", true},
                {"123456", false},
                {"sha512:0123456", false},
                {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", false}};
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        shop.report.only.digest = rows[i].digest;
        cr_expect_eq(report_where_found(&shop.report), rows[i].found, "%s", rows[i].digest);
    }
    shop.report.only.digest = "sha256:00ff00f";
    expect_formats("past", REPORT_WHERE, &shop.report);
    shop.report.only.digest = "1234567";
    expect_formats("nowhere", REPORT_WHERE, &shop.report);
}

Test(report, ages_are_printed_as_kubectl_prints_them)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR, YEAR = 365 * DAY };
    static const struct {
        int64_t seconds;
        const char *words;
    } rows[] = {
        {-5, "0s"},
        {0, "0s"},
        {119, "119s"},
        {2 * MINUTE, "2m"},
        {9 * MINUTE + 59, "9m59s"},
        {10 * MINUTE + 1, "10m"},
        {3 * HOUR - 1, "179m"},
        {3 * HOUR, "3h"},
        {7 * HOUR + 59 * MINUTE, "7h59m"},
        {8 * HOUR + 59 * MINUTE, "8h"},
        {2 * DAY - 1, "47h"},
        {2 * DAY + HOUR, "2d1h"},
        {8 * DAY + HOUR, "8d"},
        {2 * YEAR - 1, "729d"},
        {2 * YEAR + 3 * DAY, "2y3d"},
        {9 * (int64_t)YEAR + DAY, "9y"},
    };
    arena_scope struct arena arena = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(view_age(&arena, rows[i].seconds), rows[i].words);
}

Test(report, without_a_journal_the_reports_say_so)
{
    static const struct {
        const char *name;
        struct journal journal;
    } rows[] = {{"not-kept", {.state = JOURNAL_NOT_KEPT}},
                {"new", {.state = JOURNAL_NEW}},
                {"lost", {.state = JOURNAL_LOST}},
                {"unknown", {.state = JOURNAL_UNKNOWN, .why = "connection refused"}},
                {"advisory", {.state = JOURNAL_READ, .advisory = true}}};
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        shop.observed.journal = &rows[i].journal;
        expect_formats(rows[i].name, REPORT_ENVIRONMENTS, &shop.report);
    }
}

Test(report, what_is_declared_can_be_listed_without_a_plan)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.plan = NULL;
    shop.report.change = NULL;
    shop.report.observed = NULL;
    for (int kind = REPORT_STREAMS; kind <= REPORT_EXPLANATION; kind++)
        expect_formats("unplanned", (enum report_kind)kind, &shop.report);
}

Test(report, every_reason_has_its_row)
{
    fixture_scope struct fixture fixture = {0};
    fixture_every_reason(&fixture);
    fixture.report.all = true;
    expect_formats("every-reason", REPORT_PLAN, &fixture.report);
}

Test(report, hostile_text_stays_text)
{
    fixture_scope struct fixture fixture = {0};
    fixture_hostile(&fixture);
    expect_formats("hostile", REPORT_PLAN, &fixture.report);
    expect_formats("hostile", REPORT_PROBLEMS, &fixture.report);
    expect_formats("hostile", REPORT_REVIEW, &fixture.report);
    fixture.report.only.digest = "fedcba9";
    fixture.report.only.at = fixture.report.now;
    expect_formats("hostile", REPORT_HISTORY, &fixture.report);
    expect_formats("hostile", REPORT_VERIFICATION, &fixture.report);
    expect_formats("hostile", REPORT_AUDIT, &fixture.report);
    static const enum report_kind tried[] = {REPORT_PLAN,    REPORT_REVIEW, REPORT_HISTORY,
                                             REPORT_TAGS_AT, REPORT_WHERE,  REPORT_VERIFICATION,
                                             REPORT_AUDIT};
    enum { TRIED = sizeof tried / sizeof *tried };
    for (int i = 0; i < TRIED * REPORT_FORMAT_COUNT; i++) {
        size_t length = 0;
        enum report_format format = (enum report_format)(i / TRIED);
        enum report_kind kind = tried[i % TRIED];
        char *bytes = printed(kind, format, &fixture.report, &length);
        cr_expect(memchr(bytes, '\033', length) == NULL, "%s", formats[format].name);
        if (format != REPORT_JSON)
            cr_expect(strstr(bytes, "\xe2\x80\xae") == NULL, "%s", formats[format].name);
        if (format == REPORT_MARKDOWN && kind == REPORT_PLAN)
            cr_expect(strstr(bytes, "\n`````diff\n") != NULL, "a fence longer than the content's");
        free(bytes);
    }
}

Test(report, an_audit_that_finds_nothing_says_so)
{
    fixture_scope struct fixture fixture = {0};
    static const struct audit nothing = {0};
    static const struct audit_scope all = {INT64_MIN, MOMENT_NEVER, "app-prod"};
    fixture_empty(&fixture);
    fixture.report.audit = &nothing;
    fixture.report.scope = &all;
    expect_formats("nothing", REPORT_AUDIT, &fixture.report);
}

Test(report, a_repository_without_streams_is_told_what_to_do_next)
{
    fixture_scope struct fixture fixture = {0};
    fixture_empty(&fixture);
    expect_formats("empty", REPORT_PLAN, &fixture.report);
    expect_formats("empty", REPORT_PROBLEMS, &fixture.report);
    expect_formats("empty", REPORT_STREAMS, &fixture.report);
    fixture.declared.files = fixture.declared.objects = 4;
    expect("no-streams", REPORT_PLAN, REPORT_TEXT, &fixture.report);
    *list_add(&fixture.arena, &fixture.declared.problems) =
        (struct problem){PROBLEM_SYNTAX, "a.yaml", 1, 1, NULL, "could not find expected ':'", NULL};
    expect("only-broken", REPORT_PLAN, REPORT_TEXT, &fixture.report);
}

Test(report, two_thousand_rows_give_the_same_bytes_each_time)
{
    fixture_scope struct fixture fixture = {0};
    fixture_many(&fixture, 2000);
    for (int format = REPORT_TEXT; format < REPORT_FORMAT_COUNT; format++) {
        size_t length = 0, again = 0;
        char *bytes = printed(REPORT_PLAN, (enum report_format)format, &fixture.report, &length);
        char *second = printed(REPORT_PLAN, (enum report_format)format, &fixture.report, &again);
        cr_expect_eq(length, again);
        cr_expect_str_eq(bytes, second);
        cr_expect(strstr(bytes, "1.1999.0") != NULL, "%s", formats[format].name);
        if (format == REPORT_JSON) {
            json_t *json = json_loads(bytes, JSON_REJECT_DUPLICATES, NULL);
            cr_assert(json != NULL);
            cr_expect_eq(json_array_size(json_object_get(json, "rows")), 2000);
            json_decref(json);
        }
        free(bytes);
        free(second);
    }
}

Test(report, the_last_line_reports_the_outcome)
{
    static const struct {
        struct report_result result;
        bool work_tree;
        const char *line;
    } rows[] = {
        {{RESULT_PLANNED, 0, NULL, NULL}, true, "2 files would change; `weir sync` writes them"},
        {{RESULT_PLANNED, 0, NULL, NULL},
         false,
         "2 files would change; `weir sync` commits them to main"},
        {{RESULT_EDITED, 2, NULL, NULL}, true, "2 files edited, nothing committed"},
        {{RESULT_COMMITTED, 2, "1a2b3c4d5e6f", NULL}, false, "commit 1a2b3c4 on main: 2 files"},
        {{RESULT_RACE, 0, NULL, NULL},
         false,
         "not written: the repository changed in the meantime"},
        {{RESULT_REFUSED, .words = "protected branch"}, false, "not written: protected branch"},
        {{RESULT_FAILED, 1, .words = "no space left on device"},
         true,
         "not written: no space left on device; 1 of 2 files edited"},
    };
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *line = NULL;
        size_t length = 0;
        shop.source.commit = rows[i].work_tree ? NULL : "1a2b3c4d5e6f";
        shop.report.result = rows[i].result;
        FILE *out = open_memstream(&line, &length);
        report_last_line(&shop.report, out);
        fclose(out);
        cr_expect_str_eq(line, rows[i].line);
        free(line);
    }
    shop.change.files.count = 0;
    shop.report.result = (struct report_result){RESULT_NOTHING, 0, NULL, NULL};
    shop.source.commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d";
    expect_formats("nothing", REPORT_PLAN, &shop.report);
}

Test(report, color_and_patch_come_only_when_asked_for)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.patch = true;
    expect("patch", REPORT_PLAN, REPORT_TEXT, &shop.report);
    expect("patch", REPORT_PLAN, REPORT_JSON, &shop.report);
    shop.report.color = true;
    expect("color", REPORT_PLAN, REPORT_TEXT, &shop.report);
}

Test(report, lines_of_a_plan_fit_into_a_hundred_columns)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.all = true;
    size_t length = 0;
    char *bytes = printed(REPORT_PLAN, REPORT_TEXT, &shop.report, &length);
    for (char *line = strtok(bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        size_t width = 0;
        for (const char *at = line; *at != '\0'; at++)
            width += ((unsigned char)*at & 0xc0) != 0x80;
        cr_expect_lt(width, 100, "%s", line);
    }
    free(bytes);
}

Test(report, a_review_without_differences_says_so)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.review = (struct review){0};
    shop.report_review = (struct report_review){.review = &shop.review, .base = &shop.base};
    expect_formats("same", REPORT_REVIEW, &shop.report);
}

Test(report, a_verification_of_nothing_says_so)
{
    fixture_scope struct fixture fixture = {0};
    fixture_empty(&fixture);
    fixture.report.verification = &fixture.verification;
    expect_formats("empty", REPORT_VERIFICATION, &fixture.report);
}

Test(report, an_undeclared_name_is_not_found)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.only = (struct report_only){"app-staging", "web", "latest"};
    cr_expect(report_found(&shop.report), "a hop's target without an entry is there");
    shop.report.only.tag = "nope";
    cr_expect_not(report_found(&shop.report));
    shop.report.only = (struct report_only){"app-dev", "api", NULL};
    cr_expect_not(report_found(&shop.report));
    enum report_format format = REPORT_TEXT;
    cr_expect(report_format_parse("markdown", &format) && format == REPORT_MARKDOWN);
    cr_expect_not(report_format_parse("yaml", &format));
    cr_expect_eq(format, REPORT_MARKDOWN);
}
