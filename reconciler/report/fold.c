// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/fold.h"

#include <stdbool.h>
#include <string.h>

#include "manifests/base/utf8.h"

enum { HANG = 2 }; /* columns from the indent of a line to the indent of its further lines */

static size_t blanks(const char *text, size_t length)
{
    size_t count = 0;
    while (count < length && text[count] == ' ')
        count++;
    return count;
}

/* Returns the number of bytes up to the next blank, and sets `columns` to their width. */
static size_t token_length(const char *text, size_t length, size_t *columns)
{
    bool escape = false;
    size_t bytes = 0;
    *columns = 0;
    for (; bytes < length && text[bytes] != ' '; bytes++) {
        escape = escape || text[bytes] == '\033';
        *columns += !escape && !utf8_continues(text[bytes]);
        escape = escape && text[bytes] != 'm';
    }
    return bytes;
}

static void fold_line(FILE *out, const char *line, size_t length, size_t width)
{
    size_t gap = blanks(line, length), column = 0, columns;
    const size_t hang = gap + HANG < width / 2 ? gap + HANG : HANG;
    for (size_t at = gap; at < length; at += gap) {
        size_t bytes = token_length(line + at, length - at, &columns);
        if (column > 0 && column + gap + columns > width) {
            fputc('\n', out);
            column = 0;
            gap = hang;
        }
        fprintf(out, "%*s", (int)gap, "");
        fwrite(line + at, 1, bytes, out);
        column += gap + columns;
        at += bytes;
        gap = blanks(line + at, length - at);
    }
}

void fold_print(FILE *out, const char *text, size_t length, size_t width)
{
    bool verbatim = width == 0;
    for (const char *line = text, *end = text + length; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        size_t bytes = (size_t)((stop != NULL ? stop : end) - line);
        bool mark = width > 0 && stop != NULL && bytes == 1 && *line == *FOLD_VERBATIM;
        if (mark)
            verbatim = !verbatim;
        else if (verbatim)
            fwrite(line, 1, bytes, out);
        else
            fold_line(out, line, bytes, width);
        if (stop != NULL && !mark)
            fputc('\n', out);
        line += bytes + (stop != NULL);
    }
}
