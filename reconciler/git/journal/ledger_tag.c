// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/ledger_tag.h"

#include <stdlib.h>
#include <string.h>

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

/* Prepares the tag for more records. The recent ones stay in the arena: a plan may still have them.
 */
static struct ledger_tag *open_tag(struct ledger *ledger, const struct ledger_tag *of)
{
    struct ledger_tag *tag = &ledger->tags[of - ledger->tags];
    if (tag->arena == NULL)
        tag->arena = memory_must(calloc(1, sizeof *tag->arena));
    return tag;
}

static void refuse(struct ledger_tag *tag, const char *trouble)
{
    tag->tag.trouble = trouble;
    tag->tag.recent = false;
    tag->tag.records = NULL;
    tag->tag.count = 0;
}

static void put_loaded(struct ledger *ledger, const struct ledger_tag *tag)
{
    ledger->loaded.tags.items[tag - ledger->tags] = tag->tag;
}

/* Returns where the last JOURNAL_LATE lines begin. */
static size_t late_begin(const struct text *bytes)
{
    size_t at = bytes->length;
    for (int lines = 0; at > 0 && lines < JOURNAL_LATE; lines++) {
        const char *newline = memrchr(bytes->data, '\n', at - 1);
        at = newline != NULL ? (size_t)(newline + 1 - bytes->data) : 0;
    }
    return at;
}

/* Decodes the last records of one part, which was proved before, and puts them before the late
 * ones.
 */
static int add_late(git_odb *odb, struct ledger_tag *tag, size_t index, struct err *err)
{
    const struct ledger_part *part = &tag->parts[index];
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct tag_reading reading = {.arena = tag->arena, .parts = part->number - 1};
    int result = read_bytes(odb, part, &reading, &bytes, err);
    if (result < 0)
        return -1;
    size_t from = late_begin(&bytes);
    if (result == 0)
        (void)!tag_reading_part(&reading, part->path, bytes.data != NULL ? bytes.data + from : "",
                                bytes.length - from);
    if (reading.trouble != NULL)
        return err_set(err, "%s", reading.trouble);
    for (size_t i = 0; i < tag->tag.late_count; i++)
        *list_add(tag->arena, &reading.records) = tag->tag.late[i];
    tag->tag.late = reading.records.items;
    tag->tag.late_count = reading.records.count;
    tag->late_part = index;
    tag->late_from = from;
    return 0;
}

bool ledger_tag_read_late(git_odb *odb, struct ledger *ledger, const struct ledger_tag *of)
{
    struct err err = {0};
    struct ledger_tag *tag = open_tag(ledger, of);
    if (!tag->tag.recent || tag->tag.late != NULL)
        return false;
    for (size_t i = tag->count; i-- > 0 && tag->tag.late_count < JOURNAL_LATE;)
        if (add_late(odb, tag, i, &err) < 0) {
            refuse(tag, arena_text(tag->arena, err.message));
            break;
        }
    put_loaded(ledger, tag);
    return true;
}

/* Returns 1 if the first `length` bytes of a part contain the digest, or 0, or -1. */
static int contains(git_odb *odb, const struct ledger_part *part, size_t length, const char *digest,
                    struct err *err)
{
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct source_file file = {.path = part->path, .id = tree_source_id(&part->id)};
    if (tree_read(odb, &file, &bytes, err) < 0)
        return -1;
    length = length < bytes.length ? length : bytes.length;
    return length > 0 && memmem(bytes.data, length, digest, strlen(digest)) != NULL;
}

bool ledger_tag_seek(git_odb *odb, struct ledger *ledger, const struct ledger_tag *of,
                     const char *digest)
{
    struct err err = {0};
    struct ledger_tag *tag = open_tag(ledger, of);
    bool read = ledger_tag_read_late(odb, ledger, of);
    int found = 0;
    if (!tag->tag.recent || journal_lacks(&tag->tag, digest))
        return read;
    for (size_t i = tag->late_part + 1; i-- > 0 && found == 0;)
        found = contains(odb, &tag->parts[i], i == tag->late_part ? tag->late_from : SIZE_MAX,
                         digest, &err);
    if (found < 0 || found > 0) /* a failure is found again, and then the tag has a trouble */
        return ledger_tag_complete(odb, ledger, of);
    *list_add(tag->arena, &tag->tag.absent) = arena_text(tag->arena, digest);
    put_loaded(ledger, tag);
    return true;
}

bool ledger_tag_complete(git_odb *odb, struct ledger *ledger, const struct ledger_tag *of)
{
    struct err err = {0};
    struct ledger_tag *tag = open_tag(ledger, of);
    if (!tag->tag.recent)
        return false;
    struct tag_reading reading = {.arena = tag->arena};
    if (read_all(odb, tag, &reading, &err) < 0)
        reading.trouble = arena_text(tag->arena, err.message);
    if (reading.trouble != NULL) {
        refuse(tag, reading.trouble);
    } else {
        tag->tag.recent = false;
        tag->tag.records = reading.records.items;
        tag->tag.count = reading.records.count;
    }
    put_loaded(ledger, tag);
    return true;
}
