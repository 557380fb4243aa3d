// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/table.h"

#include <assert.h>
#include <string.h>

#include "manifests/base/text.h"
#include "reconciler/report/shown.h"

struct table table_make(struct arena *arena, const char *const *heads, size_t columns)
{
    return (struct table){.arena = arena, .heads = heads, .columns = columns};
}

void table_add(struct table *table, const char *cell)
{
    bool blank = cell == NULL || *cell == '\0';
    *list_add(table->arena, &table->cells) = arena_text(table->arena, blank ? "<none>" : cell);
}

/* Three spaces between columns, none after the last one. */
static void print_cells(const char *const *cells, const size_t *widths, size_t columns, FILE *out)
{
    for (size_t i = 0; i < columns; i++) {
        text_print_safe(out, cells[i]);
        if (i + 1 < columns)
            fprintf(out, "%*s", (int)(widths[i] - shown_width(cells[i]) + 3), "");
    }
    fputc('\n', out);
}

void table_print(const struct table *table, FILE *out)
{
    assert(table->cells.count % table->columns == 0);
    arena_scope struct arena arena = {0};
    size_t *widths = arena_array(&arena, size_t, table->columns);
    for (size_t i = 0; i < table->columns; i++)
        widths[i] = strlen(table->heads[i]);
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t width = shown_width(table->cells.items[i]);
        if (width > widths[i % table->columns])
            widths[i % table->columns] = width;
    }
    print_cells(table->heads, widths, table->columns, out);
    for (size_t i = 0; i < table->cells.count; i += table->columns)
        print_cells(table->cells.items + i, widths, table->columns, out);
}

void table_print_markdown(const struct table *table, FILE *out)
{
    for (size_t i = 0; i < table->columns; i++)
        fprintf(out, "| %s ", table->heads[i]);
    fputs("|\n", out);
    for (size_t i = 0; i < table->columns; i++)
        fputs("|---", out);
    fputs("|\n", out);
    for (size_t i = 0; i < table->cells.count; i++) {
        fputs("| ", out);
        shown_markdown(out, table->cells.items[i]);
        fputs((i + 1) % table->columns == 0 ? " |\n" : " ", out);
    }
}
