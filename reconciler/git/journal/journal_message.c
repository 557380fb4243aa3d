// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/text.h"

enum { SUBJECT_MAX = 100 /* bytes */, LINES_MAX = 500 };

static void print_name(FILE *out, const struct due *due)
{
    text_print_safe(out, due->environment);
    fputs("/", out);
    text_print_safe(out, due->stream);
    fputs(":", out);
    text_print_safe(out, due->tag);
}

/* Prints a subject such as "weir: journal: app-dev/web:latest pinned, app-prod/web:latest held and
 * 3 more" */
static void print_subject(FILE *out, const struct due *due, size_t count)
{
    size_t shown = 0, used = 0;
    for (; shown < count; shown++) {
        const struct due *one = &due[shown];
        used += strlen(one->environment) + strlen(one->stream) + strlen(one->tag) +
                strlen(record_word(one->record.kind)) + strlen("/: , ");
        if (shown > 0 && used > SUBJECT_MAX)
            break;
        fputs(shown > 0 ? ", " : "weir: journal: ", out);
        print_name(out, one);
        fprintf(out, " %s", record_word(one->record.kind));
    }
    if (shown < count)
        fprintf(out, " and %zu more", count - shown);
    fputs("\n", out);
}

const char *journal_message(struct arena *arena, const struct due *due, size_t count)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    print_subject(out, due, count);
    fputs("\n", out);
    for (size_t i = 0; i < count && i < LINES_MAX; i++) {
        fputs("* ", out);
        print_name(out, &due[i]);
        fprintf(out, " %s", record_word(due[i].record.kind));
        if (due[i].record.digest != NULL)
            fprintf(out, " %s", due[i].record.digest);
        fputs("\n", out);
    }
    if (count > LINES_MAX)
        fprintf(out, "* and %zu more\n", count - LINES_MAX);
    fclose(out);
    const char *message = arena_copy(arena, bytes, length);
    free(bytes);
    return message;
}
