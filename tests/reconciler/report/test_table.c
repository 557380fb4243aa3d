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

Test(table, cells_go_on_in_the_next_line_where_the_terminal_is_narrow)
{
    static const char *const heads[] = {"NAME", "IMAGE"};
    arena_scope struct arena arena = {0};
    struct table table = table_make(&arena, heads, 2);
    table_add(&table, "payments/gateway");
    table_add(&table, "registry.example.com/acme/web:1");
    char *shown = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&shown, &length);
    table_print(&table, 30, out);
    fclose(out);
    cr_expect_str_eq(shown, "NAME            IMAGE\n"
                            "payments/       registry.examp\n"
                            "gateway         le.com/acme/\n"
                            "                web:1\n");
    free(shown);
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
