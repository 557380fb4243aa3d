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

enum {
    GAP = 3,
    CELL_MIN = 8
}; /* GAP: spaces between columns; CELL_MIN: least width of a narrowed column */

/* Returns the number of bytes of the next line of a cell: at most `width` columns, and if possible
 * up to a space or punctuation between words. */
static size_t line_length(const char *text, size_t width)
{
    size_t bytes = 0, columns = 0, mark = 0;
    while (text[bytes] != '\0' && columns < width) {
        size_t next = bytes + 1;
        while (((unsigned char)text[next] & 0xc0) == 0x80)
            next++;
        columns++;
        if (strchr(" /:@,-", text[bytes]) != NULL)
            mark = next;
        bytes = next;
    }
    return text[bytes] == '\0' || mark == 0 ? bytes : mark;
}

/* Prints a row: the first line of each cell, then their further lines until all are complete. */
static void print_cells(const char *const *cells, const size_t *widths, size_t columns, FILE *out)
{
    arena_scope struct arena arena = {0};
    const char **rest = arena_array(&arena, const char *, columns);
    for (size_t i = 0; i < columns; i++)
        rest[i] = shown_safe(&arena, cells[i]);
    for (bool more = true; more;) {
        size_t blanks = 0;
        more = false;
        for (size_t i = 0; i < columns; i++) {
            size_t length = line_length(rest[i], widths[i]);
            bool blank = length > 0 && rest[i][length - 1] == ' ';
            const char *line = arena_copy(&arena, rest[i], length - blank);
            if (length > 0)
                fprintf(out, "%*s%s", (int)blanks, "", line);
            blanks = (length > 0 ? 0 : blanks) + widths[i] - shown_width(line) + GAP;
            rest[i] += length;
            more = more || *rest[i] != '\0';
        }
        fputc('\n', out);
    }
}

/* Makes the widest columns narrower until the table fits into the width, as far as that is
 * possible. */
static void fit(const struct table *table, size_t *widths, size_t width)
{
    size_t total = GAP * (table->columns - 1);
    for (size_t i = 0; i < table->columns; i++)
        total += widths[i];
    for (; total > width; total--) {
        size_t widest = 0;
        for (size_t i = 1; i < table->columns; i++)
            if (widths[i] > widths[widest])
                widest = i;
        if (widths[widest] <= CELL_MIN || widths[widest] <= strlen(table->heads[widest]))
            return;
        widths[widest]--;
    }
}

void table_print(const struct table *table, size_t width, FILE *out)
{
    assert(table->cells.count % table->columns == 0);
    arena_scope struct arena arena = {0};
    size_t *widths = arena_array(&arena, size_t, table->columns);
    for (size_t i = 0; i < table->columns; i++)
        widths[i] = strlen(table->heads[i]);
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t needed = shown_width(table->cells.items[i]);
        if (needed > widths[i % table->columns])
            widths[i % table->columns] = needed;
    }
    if (width > 0)
        fit(table, widths, width);
    print_cells(table->heads, widths, table->columns, out);
    for (size_t i = 0; i < table->cells.count; i += table->columns)
        print_cells(table->cells.items + i, widths, table->columns, out);
}
