// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_append.h"

#include <string.h>

#include "reconciler/git/files/path.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_branch.h"
#include "reconciler/git/journal/journal_message.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_append.h"
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/git/objects/tree.h"

static const char readme_path[] = "README.md";
static const char readme[] =
    "# The journal of weir\n"
    "\n"
    "Only weir writes this branch. It records what each tag of the ImageStreams on the other "
    "branch\n"
    "pointed to and since when, who moved it and why: one file for each tag,\n"
    "`NAMESPACE/STREAM/TAG.jsonl`, one record a line, oldest first.\n"
    "\n"
    "Lines are only appended. Each contains the SHA-256 of the line before it (`prev`); the first\n"
    "contains the SHA-256 of the file's own path. A file in which a line was changed, moved or\n"
    "removed is no longer trusted. Don't edit it, don't merge this branch, and don't delete it: "
    "weir\n"
    "would start again, and everything that waits for time to pass would wait from the start.\n"
    "\n"
    "`weir history` prints it for people.\n";

void journal_append_begin(struct journal_append *append, struct repository *repository,
                          struct arena *arena, struct commit_request *request)
{
    *append = (struct journal_append){.repository = repository, .request = request, .arena = arena};
    if (request->journal == NULL)
        return;
    const struct journal *journal = journal_branch_read(repository);
    bool kept = journal->state == JOURNAL_NEW || journal->state == JOURNAL_LOST ||
                (journal->state == JOURNAL_READ && !journal->advisory);
    if (!kept)
        return;
    append->journal = journal;
    request->message =
        own_commit_add_journal(arena, request->message, repository->tip.branch, journal->commit);
}

/* Begins an edit with the old bytes of the tag's file. They are NULL if the file is new. */
static int read_old(const struct journal_append *append, const char *path, struct file_edit *out,
                    struct err *err)
{
    struct repository *repository = append->repository;
    const struct ledger_file *file = ledger_find(&repository->ledger, path);
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    *out = (struct file_edit){.path = path};
    if (file == NULL)
        return 0;
    struct source_file from = {.path = path, .id = tree_source_id(&file->id)};
    int result = tree_read(repository->odb, &from, &bytes, err);
    if (result < 0 || result > 0)
        return -1;
    out->old_bytes = arena_copy(append->arena, bytes.data != NULL ? bytes.data : "", bytes.length);
    out->old_length = bytes.length;
    return 0;
}

/* Makes the edit that appends these records to their tag's file. All records must be of one tag. */
static int add_records(const struct journal_append *append, const struct due *due, size_t count,
                       struct file_edit *out, struct err *err)
{
    const char *path = record_path(append->arena, due->environment, due->stream, due->tag);
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct tag_journal parts;
    if (!record_path_parse(append->arena, path, &parts) || path_problem(path) != NULL)
        return err_set(err, "\"%s\" is not a valid file path", path);
    if (read_old(append, path, out, err) < 0)
        return -1;
    struct record_chain chain = record_chain_of(path, out->old_bytes, out->old_length);
    text_put(&bytes, out->old_bytes != NULL ? out->old_bytes : "", out->old_length);
    for (size_t i = 0; i < count; i++)
        if (record_append(&bytes, &chain, &due[i].record, err) < 0)
            return err_wrap(err, "\"%s\"", path);
    out->bytes = arena_copy(append->arena, bytes.data, bytes.length);
    out->length = bytes.length;
    return 0;
}

static bool same_tag(const struct due *a, const struct due *b)
{
    return text_equal(a->environment, b->environment) && text_equal(a->stream, b->stream) &&
           text_equal(a->tag, b->tag);
}

/* Returns true if the tag's file may get more lines: it has no error and is not full. */
static bool takes_more(const struct journal_append *append, const struct due *due)
{
    const char *path = record_path(append->arena, due->environment, due->stream, due->tag);
    const struct ledger_file *file = ledger_find(&append->repository->ledger, path);
    return file == NULL || (file->tag.trouble == NULL && file->size < RECORD_FILE_FULL);
}

/* Lists the records that are due and may be appended. */
static void ask_due(const struct journal_append *append, const char *commit, due_list *out)
{
    const struct journal_writer *writer = append->request->journal;
    due_list all = {0};
    writer->due(writer->context, commit, &all, append->arena);
    list_each (due, &all)
        if (takes_more(append, due))
            *list_add(append->arena, out) = *due;
}

typedef LIST_OF(struct file_edit) edit_list;

/* Makes an edit for each file that gets records, and for the README of a new journal. */
static int make_edits(const struct journal_append *append, const due_list *due, edit_list *edits,
                      struct err *err)
{
    for (size_t i = 0, next; i < due->count; i = next) {
        for (next = i + 1; next < due->count && same_tag(&due->items[i], &due->items[next]); next++)
            ;
        struct file_edit *edit = list_add(append->arena, edits);
        if (add_records(append, &due->items[i], next - i, edit, err) < 0)
            return err_wrap(err, "the journal");
    }
    if (append->journal->commit == NULL)
        *list_add(append->arena, edits) =
            (struct file_edit){.path = readme_path, .bytes = readme, .length = strlen(readme)};
    return 0;
}

int journal_append_make(const struct journal_append *append, const char *commit,
                        struct commit_request *out, struct err *err)
{
    due_list due = {0};
    edit_list edits = {0};
    moment latest = 0;
    *out = (struct commit_request){0};
    if (append->journal == NULL)
        return 0;
    ask_due(append, commit, &due);
    if (due.count == 0)
        return 0;
    if (make_edits(append, &due, &edits, err) < 0)
        return -1;
    list_each (one, &due)
        latest = one->record.time > latest ? one->record.time : latest;
    *out = (struct commit_request){
        .base = append->journal->commit,
        .edits = edits.items,
        .count = edits.count,
        .message = journal_message(append->arena, due.items, due.count),
        .author = append->request->author,
        .committer = append->request->committer,
        .date = latest,
    };
    return 0;
}
