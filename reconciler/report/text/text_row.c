// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/text/text_row.h"

#include "reconciler/report/shown.h"
#include "reconciler/report/text/text_paint.h"
#include "reconciler/report/view.h"

/* In columns. WIDTH is the width of a line if the report has no width. */
enum { WIDTH = 99, INDENT = 6 };

static enum text_color row_color(const struct row *row)
{
    static const enum text_color by_state[] = {
        [ROW_STEADY] = TEXT_DIM,   [ROW_WRITES] = TEXT_MOVE,   [ROW_WAITS] = TEXT_PLAIN,
        [ROW_BLOCKED] = TEXT_STOP, [ROW_UNKNOWN] = TEXT_DOUBT,
    };
    TABLE_COMPLETE(by_state, ROW_UNKNOWN + 1);
    bool fresh = row_state(row) == ROW_WRITES && row->current_digest == NULL;
    if (row->deletes)
        return TEXT_STOP;
    return fresh ? TEXT_GOOD : by_state[row_state(row)];
}

static const char *row_sign(const struct row *row)
{
    static const char *const by_state[] = {
        [ROW_STEADY] = "=",  [ROW_WRITES] = "~",  [ROW_WAITS] = "*",
        [ROW_BLOCKED] = "!", [ROW_UNKNOWN] = "?",
    };
    TABLE_COMPLETE(by_state, ROW_UNKNOWN + 1);
    bool fresh = row_state(row) == ROW_WRITES && row->current_digest == NULL;
    if (row->deletes)
        return "-";
    return fresh ? "+" : by_state[row_state(row)];
}

/* Returns the image, or the move between two images, that is printed after the object. */
static const char *row_image(struct arena *arena, const struct row *row)
{
    bool steady = row_state(row) == ROW_STEADY && !view_alias_moves(row);
    const char *move = steady ? NULL : shown_move(arena, row);
    if (move != NULL)
        return move;
    if (row->current_digest != NULL)
        return shown_digest(arena, row->current_digest);
    return text_blank(row->current) ? NULL : shown_reference(arena, row->current);
}

/* Prints a line below the row: "name: text". */
static void below(FILE *out, const char *name, const char *text)
{
    fprintf(out, "%*s%s", INDENT, "", name);
    text_print_safe(out, text);
    fputc('\n', out);
}

/* Prints the reason of the row and the place of its declaration, on one line if both fit. */
static void reason_line(const struct report *report, FILE *out, const char *why, const char *place)
{
    size_t wide = report->width > 0 ? report->width : WIDTH;
    fprintf(out, "\n%*s", INDENT, "");
    text_print_safe(out, why);
    if (place != NULL) {
        bool fits = INDENT + shown_width(why) + 3 + shown_width(place) <= wide;
        fputs(fits ? " · " : "\n      ", out);
        text_paint(report, out, TEXT_DIM, place);
    }
    fputc('\n', out);
}

void text_row(const struct report *report, struct arena *arena, FILE *out, const struct row *row,
              size_t wide)
{
    char when[MOMENT_TEXT_MAX];
    const char *image = row_image(arena, row);
    const char *place = shown_place(arena, row->file, row->line, row->column);
    size_t width = shown_width(row->object), pad = width < wide ? wide - width : 0;
    size_t columns = report->width > 0 ? report->width : WIDTH;
    fputs("  ", out);
    text_paint(report, out, row_color(row), row_sign(row));
    fputc(' ', out);
    text_paint(report, out, row_state(row) == ROW_STEADY ? TEXT_PLAIN : TEXT_BOLD, row->object);
    if (image != NULL) {
        bool fits = 4 + width + pad + 2 + shown_width(image) <= columns;
        if (fits)
            fprintf(out, "%*s", (int)pad + 2, "");
        else
            fprintf(out, "\n%*s", INDENT, "");
        text_print_safe(out, image);
    }
    reason_line(report, out, reason_sentence(row->reason), place);
    if (row_state(row) == ROW_STEADY || row_state(row) == ROW_WRITES)
        return;
    if (row->detail != NULL)
        below(out, "", view_detail(arena, row));
    if (row->next != MOMENT_NEVER)
        fprintf(out, "      next: %s\n", moment_print(row->next, when));
    if (row->hint != NULL)
        below(out, "hint: ", row->hint);
}
