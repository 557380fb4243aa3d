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
    GAP = 3,         /* blanks between columns */
    BAND_INDENT = 2, /* blanks before columns that are printed below the first ones */
    PROSE_WORDS = 4, /* a column has sentences if a cell has this many words */
    PROSE_MIN = 24   /* a column with sentences is narrowed to this width before all others */
};

struct column {
    size_t width; /* as printed; at first the width of the widest cell */
    size_t least; /* width of the widest word */
    size_t words; /* the largest number of words in a cell */
};

/* Returns the number of bytes of the next word of a cell. */
static size_t word_length(const char *text)
{
    return strcspn(text, " ");
}

static void column_measure(struct column *column, const char *cell)
{
    arena_scope struct arena arena = {0};
    const char *text = shown_safe(&arena, cell);
    size_t width = shown_width(text), words = 0;
    column->width = width > column->width ? width : column->width;
    for (text += strspn(text, " "); *text != '\0'; words++) {
        size_t length = word_length(text), least = shown_width(arena_copy(&arena, text, length));
        column->least = least > column->least ? least : column->least;
        text += length;
        text += strspn(text, " ");
    }
    column->words = words > column->words ? words : column->words;
}

/* Returns the next line of a cell, as many words as fit into `width` columns and at least one, and
 * moves `text` to the rest. */
static const char *next_line(struct arena *arena, const char **text, size_t width)
{
    const char *start = *text;
    if (shown_width(start) <= width) {
        *text = start + strlen(start);
        return start;
    }
    size_t length = 0;
    for (size_t end = 0; start[end] != '\0'; end += strspn(start + end, " ")) {
        end += word_length(start + end);
        if (length > 0 && shown_width(arena_copy(arena, start, end)) > width)
            break;
        length = end;
    }
    *text = start + length + strspn(start + length, " ");
    return arena_copy(arena, start, length);
}

/* Prints the cells of a row that fit side by side: the first line of each cell, then their
 * further lines until all are complete. */
static void print_cells(const char *const *cells, const struct column *columns, size_t count,
                        size_t indent, FILE *out)
{
    arena_scope struct arena arena = {0};
    const char **rest = arena_array(&arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        rest[i] = shown_safe(&arena, cells[i]);
    for (bool more = true; more;) {
        size_t blanks = indent;
        more = false;
        for (size_t i = 0; i < count; i++) {
            const char *line = next_line(&arena, &rest[i], columns[i].width);
            size_t width = shown_width(line);
            if (width > 0)
                fprintf(out, "%*s%s", (int)blanks, "", line);
            blanks = (width > 0 ? 0 : blanks) + GAP;
            blanks += width < columns[i].width ? columns[i].width - width : 0;
            more = more || *rest[i] != '\0';
        }
        fputc('\n', out);
    }
}

/* Returns the widest column that can become narrower, or NULL; if `prose` is set, only a column
 * that has sentences. */
static struct column *column_widest(struct column *columns, size_t count, bool prose)
{
    struct column *widest = NULL;
    for (size_t i = 0; i < count; i++) {
        struct column *column = &columns[i];
        bool skip = prose && (column->words < PROSE_WORDS || column->width <= PROSE_MIN);
        if (!skip && column->width > column->least &&
            (widest == NULL || column->width > widest->width))
            widest = column;
    }
    return widest;
}

/* Makes columns narrower until they fit into the width, as far as words stay whole: first those
 * with sentences, then the widest. */
static void fit(struct column *columns, size_t count, size_t width)
{
    size_t total = GAP * (count - 1);
    for (size_t i = 0; i < count; i++)
        total += columns[i].width;
    for (; total > width; total--) {
        struct column *column = column_widest(columns, count, true);
        if (column == NULL)
            column = column_widest(columns, count, false);
        if (column == NULL)
            return;
        column->width--;
    }
}

/* Returns how many columns, from the first one on, fit side by side into the width if each is as
 * narrow as its widest word; at least one. */
static size_t band_count(const struct column *columns, size_t count, size_t width)
{
    size_t fitting = 1;
    for (size_t total = columns[0].least; fitting < count; fitting++) {
        total += GAP + columns[fitting].least;
        if (total > width)
            break;
    }
    return fitting;
}

static void print_row(const struct table *table, const char *const *cells,
                      const struct column *columns, size_t width, FILE *out)
{
    for (size_t at = 0, count; at < table->columns; at += count) {
        size_t indent = at > 0 ? BAND_INDENT : 0;
        count = width > 0 ? band_count(columns + at, table->columns - at, width - indent)
                          : table->columns;
        print_cells(cells + at, columns + at, count, indent, out);
    }
}

void table_print(const struct table *table, size_t width, FILE *out)
{
    assert(table->cells.count % table->columns == 0);
    arena_scope struct arena arena = {0};
    struct column *columns = arena_array(&arena, struct column, table->columns);
    for (size_t i = 0; i < table->columns; i++)
        column_measure(&columns[i], table->heads[i]);
    for (size_t i = 0; i < table->cells.count; i++)
        column_measure(&columns[i % table->columns], table->cells.items[i]);
    for (size_t at = 0, count; width > 0 && at < table->columns; at += count) {
        size_t room = width - (at > 0 ? BAND_INDENT : 0);
        count = band_count(columns + at, table->columns - at, room);
        fit(columns + at, count, room);
    }
    print_row(table, table->heads, columns, width, out);
    for (size_t i = 0; i < table->cells.count; i += table->columns)
        print_row(table, table->cells.items + i, columns, width, out);
}
