// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_tag.h"

#include <stdlib.h>

#include "diff/journal/recent.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_read.h"
#include "reconciler/git/objects/tree.h"

/* Reads the bytes of a part. Returns 0, or 1 with reading->trouble if it is too long, or -1. */
static int read_bytes(git_odb *odb, const struct ledger_part *part, struct tag_reading *reading,
                      struct text *out, struct err *err)
{
    struct source_file file = {.path = part->path, .id = tree_source_id(&part->id)};
    int result = tree_read(odb, &file, out, err);
    if (result > 0)
        reading->trouble = arena_print(reading->arena, "%s: the file is longer than %d bytes",
                                       part->path, RECORD_FILE_MAX);
    return result;
}

/* Decodes the parts from the index `first` on. Stops at a trouble. */
static int read_parts(git_odb *odb, struct ledger_tag *tag, size_t first,
                      struct tag_reading *reading, struct err *err)
{
    for (size_t i = first; i < tag->count && reading->trouble == NULL; i++) {
        const struct ledger_part *part = &tag->parts[i];
        text_scope struct text bytes = text_of(RECORD_FILE_MAX);
        int result = read_bytes(odb, part, reading, &bytes, err);
        if (result < 0)
            return -1;
        tag->size = bytes.length;
        if (result == 0)
            (void)!tag_reading_part(reading, part->path, bytes.data != NULL ? bytes.data : "",
                                    bytes.length);
    }
    return 0;
}

static int read_all(git_odb *odb, struct ledger_tag *tag, struct tag_reading *reading,
                    struct err *err)
{
    const struct tag_journal *names = &tag->tag;
    const char *first =
        record_path(reading->arena, names->environment, names->stream, names->tag, 1);
    *reading = tag_reading_begin(reading->arena, first);
    return read_parts(odb, tag, 0, reading, err);
}

/* Decodes the lines that were added to a part. Returns 1 if the part does not begin with the bytes
 * that it had before, or if the new lines have an error. */
static int read_growth(git_odb *odb, struct ledger_tag *tag, const struct ledger_tag *before,
                       struct tag_reading *reading, struct err *err)
{
    const struct ledger_part *was = &before->parts[before->count - 1],
                             *is = &tag->parts[before->count - 1];
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    git_oid begin;
    tag->size = before->size;
    if (git_oid_equal(&was->id, &is->id)) {
        reading->parts++;
        return 0;
    }
    int result = read_bytes(odb, is, reading, &bytes, err);
    if (result < 0 || result > 0)
        return result;
    if (bytes.length <= before->size ||
        git_odb_hash(&begin, bytes.data, before->size, GIT_OBJECT_BLOB) != 0 ||
        !git_oid_equal(&begin, &was->id))
        return 1;
    tag->size = bytes.length;
    return tag_reading_part(reading, is->path, bytes.data + before->size,
                            bytes.length - before->size)
               ? 0
               : 1;
}

/* Returns true if the tag has the files that it had before, the last one possibly changed, and
 * possibly more. */
static bool may_continue(const struct ledger_tag *tag, const struct ledger_tag *before)
{
    if (before == NULL || before->tag.trouble != NULL || before->count > tag->count)
        return false;
    for (size_t i = 0; i + 1 < before->count; i++)
        if (!git_oid_equal(&before->parts[i].id, &tag->parts[i].id))
            return false;
    for (size_t i = 0; i < tag->count; i++)
        if (tag->parts[i].number != i + 1)
            return false;
    return true;
}

static void take_records(struct ledger_tag *tag, const struct tag_reading *reading, bool partial)
{
    record_list recent;
    recent_records(tag->arena, reading->records.items, reading->records.count, &recent);
    tag->tag.records = recent.items;
    tag->tag.count = recent.count;
    tag->tag.recent = partial || recent.count < reading->records.count;
    tag->chain = reading->chain;
}

/* Continues the proof. Returns 0, or 1 if the tag must be proved from its first line, or -1. */
static int continue_proof(git_odb *odb, struct ledger_tag *tag, const struct ledger_tag *before,
                          struct arena *scratch, struct err *err)
{
    struct tag_reading reading = {
        .arena = scratch, .chain = before->chain, .parts = (unsigned)before->count - 1};
    for (size_t i = 0; i < before->tag.count; i++)
        *list_add(scratch, &reading.records) = before->tag.records[i];
    int result = read_growth(odb, tag, before, &reading, err);
    if (result < 0 || result > 0)
        return result;
    if (read_parts(odb, tag, before->count, &reading, err) < 0)
        return -1;
    if (reading.trouble != NULL)
        return 1;
    take_records(tag, &reading, before->tag.recent);
    return 0;
}

int ledger_tag_prove(git_odb *odb, struct ledger_tag *tag, const struct ledger_tag *before,
                     struct err *err)
{
    arena_scope struct arena scratch = {0};
    struct tag_reading reading = {.arena = &scratch};
    tag->arena = memory_must(calloc(1, sizeof *tag->arena));
    tag->arena->first = 512;
    int result = may_continue(tag, before) ? continue_proof(odb, tag, before, &scratch, err) : 1;
    if (result <= 0)
        return result;
    if (read_all(odb, tag, &reading, err) < 0)
        return -1;
    if (reading.trouble == NULL)
        take_records(tag, &reading, false);
    else
        tag->tag.trouble = arena_text(tag->arena, reading.trouble);
    return 0;
}

bool ledger_tag_complete(git_odb *odb, struct ledger *ledger, const struct ledger_tag *of)
{
    struct err err = {0};
    struct ledger_tag *tag = &ledger->tags[of - ledger->tags];
    if (!tag->tag.recent)
        return false;
    if (tag->arena == NULL)
        tag->arena = memory_must(calloc(1, sizeof *tag->arena));
    /* The recent records stay in the arena: a plan may still have them. */
    struct tag_reading reading = {.arena = tag->arena};
    if (read_all(odb, tag, &reading, &err) < 0)
        reading.trouble = arena_text(tag->arena, err.message);
    tag->tag.recent = false;
    tag->tag.trouble = reading.trouble;
    tag->tag.records = reading.trouble == NULL ? reading.records.items : NULL;
    tag->tag.count = reading.trouble == NULL ? reading.records.count : 0;
    ledger->loaded.tags.items[of - ledger->tags] = tag->tag;
    return true;
}
