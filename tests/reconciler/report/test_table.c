// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/table.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "reconciler/report/shown.h"

Test(table, columns_are_aligned_by_their_printed_width)
{
    static const char *const heads[] = {"NAME", "IMAGE", "STATE"};
    arena_scope struct arena arena = {0};
    struct table table = table_make(&arena, heads, 3);
    const char *cells[] = {"caf\xc3\xa9", NULL, "moved", "a-long-name", "web:1", "\033[2J"};
    for (size_t i = 0; i < 6; i++)
        table_add(&table, cells[i]);
    char *shown = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&shown, &length);
    table_print(&table, 0, out);
    fclose(out);
    cr_expect_str_eq(shown, "NAME          IMAGE    STATE\n"
                            "caf\xc3\xa9          <none>   moved\n"
                            "a-long-name   web:1    ?[2J\n");
    free(shown);
}

static void expect_printed(const struct table *table, size_t width, const char *expected)
{
    char *shown = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&shown, &length);
    table_print(table, width, out);
    fclose(out);
    cr_expect_str_eq(shown, expected);
    free(shown);
}

Test(table, sentences_continue_on_the_next_line_if_the_terminal_is_narrow)
{
    static const char *const heads[] = {"NAME", "IMAGE", "WHY"};
    arena_scope struct arena arena = {0};
    struct table table = table_make(&arena, heads, 3);
    table_add(&table, "payments/gateway");
    table_add(&table, "web:1 index");
    table_add(&table, "the previous environment has another image");
    expect_printed(&table, 60,
                   "NAME               IMAGE         WHY\n"
                   "payments/gateway   web:1 index   the previous environment\n"
                   "                                 has another image\n");
}

Test(table, columns_that_do_not_fit_side_by_side_are_printed_below)
{
    static const char *const heads[] = {"NAME", "IMAGE", "AGE"};
    arena_scope struct arena arena = {0};
    struct table table = table_make(&arena, heads, 3);
    table_add(&table, "payments/gateway");
    table_add(&table, "registry.example.com/web:1");
    table_add(&table, "2d");
    expect_printed(&table, 36,
                   "NAME\n"
                   "  IMAGE                        AGE\n"
                   "payments/gateway\n"
                   "  registry.example.com/web:1   2d\n");
}

Test(shown, broken_utf8_becomes_replacement_characters)
{
    arena_scope struct arena arena = {0};
    cr_expect_str_eq(shown_utf8(&arena, "a\xc3\xa9\xff"
                                        "b\xe2\x80"),
                     "aé\xef\xbf\xbd"
                     "b"
                     "\xef\xbf\xbd\xef\xbf\xbd");
    cr_expect_str_eq(shown_utf8(&arena, "\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    cr_expect_str_eq(shown_reference(&arena, "web:1@sha256:00"), "web:1@sha256:00");
}
