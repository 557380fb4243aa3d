// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_tag.h"

#include <stdlib.h>

#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/objects/tree.h"

/* Decodes one part. Returns 0, or -1 if it can't be read. */
static int read_part(git_odb *odb, struct ledger_tag *tag, const struct ledger_part *part,
                     struct tag_reading *reading, struct err *err)
{
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct source_file file = {.path = part->path, .id = tree_source_id(&part->id)};
    int result = tree_read(odb, &file, &bytes, err);
    tag->size = bytes.length;
    if (result > 0)
        reading->trouble = arena_print(tag->arena, "%s: the file is longer than %d bytes",
                                       part->path, RECORD_FILE_MAX);
    else if (result == 0)
        (void)!tag_reading_part(reading, part->path, bytes.data != NULL ? bytes.data : "",
                                bytes.length);
    return result < 0 ? -1 : 0;
}

int ledger_tag_read(git_odb *odb, struct ledger_tag *tag, struct err *err)
{
    struct tag_journal *out = &tag->tag;
    tag->arena = memory_must(calloc(1, sizeof *tag->arena));
    tag->arena->first = 512;
    const char *first = record_path(tag->arena, out->environment, out->stream, out->tag, 1);
    struct tag_reading reading = tag_reading_begin(tag->arena, first);
    for (size_t i = 0; i < tag->count && reading.trouble == NULL; i++)
        if (read_part(odb, tag, &tag->parts[i], &reading, err) < 0)
            return -1;
    out->trouble = reading.trouble;
    out->records = reading.trouble == NULL ? reading.records.items : NULL;
    out->count = reading.trouble == NULL ? reading.records.count : 0;
    tag->chain = reading.chain;
    return 0;
}
