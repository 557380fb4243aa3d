// SPDX-License-Identifier: Apache-2.0
/* Prints the lists of `get` as tables of text. */
#include "reconciler/report/printers.h"
#include "reconciler/report/view.h"
#include "reconciler/report/view_tables.h"
static void print_table(const struct report *report, FILE *out,
                        struct table (*make)(struct arena *arena, const struct report *report))
{
    arena_scope struct arena arena = {0};
    struct table table = make(&arena, report);
    if (table.cells.count > 0) {
        table_print(&table, report->width, out);
        return;
    }
    const char *advice = view_advice(&arena, report);
    fputs(advice != NULL ? advice : "nothing found\n", out);
}

void text_streams(const struct report *report, FILE *out)
{
    print_table(report, out, view_stream_table);
}

void text_tags(const struct report *report, FILE *out)
{
    print_table(report, out, view_tag_table);
}

void text_promotions(const struct report *report, FILE *out)
{
    print_table(report, out, view_promotion_table);
}
