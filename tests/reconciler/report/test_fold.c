// SPDX-License-Identifier: Apache-2.0
/* Every kind of text report fits into the width of a terminal, and loses no word. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "reconciler/report/fold.h"
#include "reconciler/report/text/text_paint.h"

static char *printed(enum report_kind kind, const struct report *report)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&bytes, &length);
    report_print(kind, REPORT_TEXT, report, out);
    fclose(out);
    return bytes;
}

static size_t width_of(const char *line, size_t length)
{
    size_t width = 0;
    bool escape = false;
    for (size_t i = 0; i < length; i++) {
        escape = escape || line[i] == '\033';
        width += !escape && ((unsigned char)line[i] & 0xc0) != 0x80;
        escape = escape && line[i] != 'm';
    }
    return width;
}

static void expect_lines(enum report_kind kind, const char *text, size_t width)
{
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n"), indent = strspn(line, " ");
        bool single = memchr(line + indent, ' ', length - indent) == NULL;
        cr_expect(single || width_of(line, length) <= width, "kind %d, width %zu: %.*s", kind,
                  width, (int)length, line);
        cr_expect(length == 0 || line[length - 1] != ' ', "kind %d, width %zu: blank after %.*s",
                  kind, width, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

/* Counts a word in a text; words are separated by blanks and line breaks. */
static size_t count_word(const char *text, const char *word, size_t length)
{
    size_t count = 0;
    for (text += strspn(text, " \n"); *text != '\0'; text += strspn(text, " \n")) {
        size_t next = strcspn(text, " \n");
        count += next == length && memcmp(text, word, length) == 0;
        text += next;
    }
    return count;
}

static void expect_words(enum report_kind kind, const char *whole, const char *folded, size_t width)
{
    for (const char *at = whole + strspn(whole, " \n"); *at != '\0'; at += strspn(at, " \n")) {
        size_t length = strcspn(at, " \n");
        bool dot = length == 2 && memcmp(at, "\u00b7", 2) == 0; /* between words of one line */
        cr_expect(dot || count_word(folded, at, length) >= count_word(whole, at, length),
                  "kind %d, width %zu: %.*s is missing", kind, width, (int)length, at);
        at += length;
    }
}

static void expect_fits(enum report_kind kind, struct report report)
{
    static const size_t widths[] = {60, 80, 100};
    report.patch = false;
    report.width = 0;
    char *whole = printed(kind, &report);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        report.width = widths[i];
        char *folded = printed(kind, &report);
        expect_lines(kind, folded, widths[i]);
        expect_words(kind, whole, folded, widths[i]);
        free(folded);
    }
    free(whole);
}

static void expect_fits_all(struct report report)
{
    static const struct report_only objects[] = {
        {0},
        {.namespace = "app-dev", .stream = "web"},
        {.namespace = "app-dev", .stream = "web", .tag = "latest"},
        {.namespace = "app-dev", .stream = "web", .tag = "1.2.0"},
        {.namespace = "app-staging", .stream = "web"},
        {.namespace = "app-prod", .stream = "web"},
        {.namespace = "app-old", .stream = "api"},
    };
    static const char *const digests[] = {"0123456", "sha256:00ff00f", "1234567"};
    report.all = true;
    for (int kind = 0; kind < REPORT_KIND_COUNT; kind++) {
        for (size_t i = 0; i < 4 * sizeof objects / sizeof *objects; i++) {
            report.only = objects[i / 4];
            report.only.at = report.now - 5 * 86400;
            report.only.digest = digests[i % 3];
            report.color = i % 2 != 0;
            report.evidence = i / 2 % 2 != 0;
            expect_fits((enum report_kind)kind, report);
        }
    }
}

Test(fold, every_kind_of_report_fits_into_the_width)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    expect_fits_all(shop.report);
}

Test(fold, a_report_of_hostile_names_fits_into_the_width)
{
    fixture_scope struct fixture hostile = {0};
    fixture_hostile(&hostile);
    static const enum report_kind kinds[] = {REPORT_PLAN,   REPORT_PROBLEMS,     REPORT_HISTORY,
                                             REPORT_REVIEW, REPORT_VERIFICATION, REPORT_AUDIT};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        expect_fits(kinds[i], hostile.report);
}

Test(fold, every_reason_fits_into_the_width)
{
    fixture_scope struct fixture fixture = {0};
    fixture_every_reason(&fixture);
    expect_fits(REPORT_PLAN, fixture.report);
}

Test(fold, a_patch_is_printed_as_it_is)
{
    fixture_scope struct fixture shop = {0};
    fixture_shop(&shop);
    shop.report.patch = true;
    shop.report.width = 40;
    for (int color = 0; color < 2; color++) {
        shop.report.color = color != 0;
        char *folded = printed(REPORT_PLAN, &shop.report), *patch = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&patch, &length);
        text_paint_patch(&shop.report, out);
        fclose(out);
        cr_expect(length > 0 && strstr(folded, patch) != NULL, "%s", folded);
        cr_expect(strchr(folded, *FOLD_VERBATIM) == NULL);
        free(folded);
        free(patch);
    }
}

Test(fold, lines_break_at_blanks_and_tokens_stay_whole)
{
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"  name: one two three\n", "  name: one\n    two three\n"},
        {"image: 0123456789abcdef\n", "image:\n  0123456789abcdef\n"},
        {"\033[1mone two\033[0m six\n", "\033[1mone two\033[0m six\n"},
        {"blank \n\nno break", "blank\n\nno break"},
        {FOLD_VERBATIM "one two three four \n" FOLD_VERBATIM, "one two three four \n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *bytes = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&bytes, &length);
        fold_print(out, rows[i].text, strlen(rows[i].text), 13);
        fclose(out);
        cr_expect_str_eq(bytes, rows[i].folded);
        free(bytes);
    }
}
