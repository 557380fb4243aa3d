// SPDX-License-Identifier: Apache-2.0
#include "reconciler/report/text/text_paint.h"

#include <stdlib.h>
#include <string.h>

#include "reconciler/report/unified.h"

static const char *const colors[] = {
    [TEXT_PLAIN] = "",        [TEXT_BOLD] = "\033[1m",  [TEXT_GOOD] = "\033[32m",
    [TEXT_MOVE] = "\033[33m", [TEXT_STOP] = "\033[31m", [TEXT_DOUBT] = "\033[35m",
    [TEXT_DIM] = "\033[2m",
};
TABLE_COMPLETE(colors, TEXT_DIM + 1);

void text_paint(const struct report *report, FILE *out, enum text_color color, const char *text)
{
    bool painted = report->color && color != TEXT_PLAIN;
    fputs(painted ? colors[color] : "", out);
    text_print_safe(out, text);
    fputs(painted ? "\033[0m" : "", out);
}

void text_paint_patch(const struct report *report, FILE *out)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *memory = memory_must(open_memstream(&bytes, &length));
    unified_print_change(memory, report->change);
    fclose(memory);
    memory_must(bytes);
    arena_scope struct arena arena = {0};
    for (char *at = bytes, *end = NULL; at < bytes + length; at = end + 1) {
        end = memchr(at, '\n', (size_t)(bytes + length - at));
        end = end != NULL ? end : bytes + length;
        bool head = text_starts(at, "diff ") || text_starts(at, "---") || text_starts(at, "+++");
        enum text_color color = head         ? TEXT_BOLD
                                : *at == '@' ? TEXT_DIM
                                : *at == '+' ? TEXT_GOOD
                                : *at == '-' ? TEXT_STOP
                                             : TEXT_PLAIN;
        text_paint(report, out, color, arena_copy(&arena, at, (size_t)(end - at)));
        fputc('\n', out);
        arena_clear(&arena);
    }
    free(bytes);
}
