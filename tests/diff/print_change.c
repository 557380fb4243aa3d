// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "tests/diff/golden.h"

struct line {
    const char *bytes;
    size_t length;
};

typedef LIST_OF(struct line) line_list;

static line_list split(struct arena *arena, const char *bytes, size_t length)
{
    line_list lines = {0};
    const char *end = bytes + length;
    while (bytes < end) {
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        const char *next = newline != NULL ? newline + 1 : end;
        *list_add(arena, &lines) = (struct line){bytes, (size_t)(next - bytes)};
        bytes = next;
    }
    return lines;
}

static bool equal(const struct line *a, const struct line *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

static void print_line(FILE *out, char sign, const struct line *line)
{
    fputc(sign, out);
    for (size_t i = 0; i < line->length; i++) {
        if (line->bytes[i] == '\r')
            fputs("\\r", out);
        else
            fputc(line->bytes[i], out);
    }
    if (line->bytes[line->length - 1] != '\n')
        fputs("\\ no newline\n", out);
}

/* Longest common subsequence, by the table: golden files are small. */
static void print_file(struct arena *arena, const struct changed_file *file, FILE *out)
{
    line_list a = split(arena, file->old_bytes, file->old_length);
    line_list b = split(arena, file->bytes, file->length);
    size_t width = b.count + 1;
    unsigned *common = arena_array(arena, unsigned, (a.count + 1) * width);
    for (size_t i = a.count; i-- > 0;)
        for (size_t k = b.count; k-- > 0;) {
            unsigned down = common[(i + 1) * width + k], right = common[i * width + k + 1];
            common[i * width + k] = equal(&a.items[i], &b.items[k])
                                        ? common[(i + 1) * width + k + 1] + 1
                                        : (down > right ? down : right);
        }
    bool inside = false;
    for (size_t i = 0, k = 0; i < a.count || k < b.count;) {
        if (i < a.count && k < b.count && equal(&a.items[i], &b.items[k])) {
            inside = false;
            i++;
            k++;
            continue;
        }
        if (!inside)
            fprintf(out, "%s:%zu\n", file->path, i + 1);
        inside = true;
        bool remove = k == b.count ||
                      (i < a.count && common[(i + 1) * width + k] >= common[i * width + k + 1]);
        if (remove)
            print_line(out, '-', &a.items[i++]);
        else
            print_line(out, '+', &b.items[k++]);
    }
}

void golden_print_change(struct arena *arena, const struct change *change, FILE *out)
{
    list_each (file, &change->files)
        print_file(arena, file, out);
    list_each (refusal, &change->refusals)
        fprintf(out, "refused %s: %s: %s\n", refusal->question.key, refusal->word, refusal->why);
}
