// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_message.h"

#include <stdio.h>
#include <stdlib.h>

#include "diff/journal/subject.h"
#include "manifests/base/text.h"

enum { LINES_MAX = 500 };

static void print_name(FILE *out, const struct due *due)
{
    text_print_safe(out, due->environment);
    fputs("/", out);
    text_print_safe(out, due->stream);
    fputs(":", out);
    text_print_safe(out, due->tag);
}

/* Returns a subject such as "journal: promote web 1.4.0 to prod, pin web 1.4.0 in dev". */
static const char *subject_of(struct arena *arena, const struct due *due, size_t count)
{
    struct subject_move *moves = arena_array(arena, struct subject_move, count);
    for (size_t i = 0; i < count; i++)
        moves[i] = (struct subject_move){
            .word = record_word(due[i].record.kind),
            .environment = due[i].environment,
            .stream = due[i].stream,
            .tag = due[i].tag,
            .version = subject_version(arena, due[i].record.reference, due[i].record.digest),
        };
    return subject_make(arena, "journal: ", moves, count, NULL);
}

const char *journal_message(struct arena *arena, const struct due *due, size_t count)
{
    char *bytes = NULL;
    size_t length = 0;
    FILE *out = memory_must(open_memstream(&bytes, &length));
    fprintf(out, "%s\n\n", subject_of(arena, due, count));
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
