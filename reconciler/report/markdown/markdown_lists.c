// SPDX-License-Identifier: Apache-2.0
/* Prints the lists of `get` as Markdown tables. */
#include "reconciler/report/markdown/markdown_table.h"
#include "reconciler/report/printers.h"
#include "reconciler/report/view_tables.h"

void markdown_streams(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_stream_table(&arena, report);
    markdown_table(&table, out);
}

void markdown_tags(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_tag_table(&arena, report);
    markdown_table(&table, out);
}

void markdown_promotions(const struct report *report, FILE *out)
{
    arena_scope struct arena arena = {0};
    struct table table = view_promotion_table(&arena, report);
    markdown_table(&table, out);
}
