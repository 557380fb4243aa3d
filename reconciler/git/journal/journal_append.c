// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_append.h"

#include <string.h>

#include "reconciler/git/files/path.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/journal/journal_branch.h"
#include "reconciler/git/journal/journal_identity.h"
#include "reconciler/git/journal/journal_limits.h"
#include "reconciler/git/journal/journal_message.h"
#include "reconciler/git/journal/journal_proof.h"
#include "reconciler/git/journal/journal_reach.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/journal/record.h"
#include "reconciler/git/journal/record_append.h"
#include "reconciler/git/objects/journal_trailer.h"
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/git/objects/tree.h"

static const char readme_path[] = "README.md";
static const char readme[] =
    "# The journal of weir\n"
    "\n"
    "Only weir writes this branch. Its name is `weir-journal/`, followed by the name of the "
    "branch\n"
    "that it belongs to. It records which image each tag of that branch's ImageStreams had, since\n"
    "when, who moved the tag and why: one file for each tag, `NAMESPACE/STREAM/TAG.jsonl`, one\n"
    "record a line, oldest first. A file that is full continues in `TAG.jsonl.2`, then in\n"
    "`TAG.jsonl.3`, and so on.\n"
    "\n"
    "Lines are only appended. Each contains the SHA-256 of the line before it (`prev`); the first\n"
    "contains the SHA-256 of the path of its tag's first file. A file in which a line was changed, "
    "moved or\n"
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
    append->start = repository->start;
    request->message =
        own_commit_add_journal(arena, request->message, repository->tip.branch, journal->commit);
}

/* Sets the old bytes of an edit that continues the tag's last part. */
static int read_old(const struct journal_append *append, const struct ledger_tag *tag,
                    struct file_edit *out, struct err *err)
{
    const struct ledger_part *last = &tag->parts[tag->count - 1];
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct source_file from = {.path = last->path, .id = tree_source_id(&last->id)};
    int result = tree_read(append->repository->odb, &from, &bytes, err);
    if (result < 0 || result > 0)
        return -1;
    out->old_bytes = arena_copy(append->arena, bytes.data != NULL ? bytes.data : "", bytes.length);
    out->old_length = bytes.length;
    return 0;
}

/* Returns the number of bytes from which on a part is full. */
static uint64_t full_size(const struct journal_append *append)
{
    unsigned set = append->repository->options.journal_part;
    return set != 0 ? set : RECORD_FILE_FULL;
}

/* Begins the edit of the part that gets the tag's next records: the last one, or a new one if there
 * is none or it is full. Sets the chain that the records continue. */
static int begin_edit(const struct journal_append *append, const struct due *due,
                      struct record_chain *chain, struct file_edit *out, struct err *err)
{
    struct arena *arena = append->arena;
    const struct ledger_tag *tag =
        ledger_find(&append->repository->ledger, due->environment, due->stream, due->tag);
    unsigned parts = tag != NULL ? (unsigned)tag->count : 0;
    bool begins = tag == NULL || tag->size >= full_size(append);
    const char *path = record_path(arena, due->environment, due->stream, due->tag, parts + begins);
    struct tag_journal names;
    unsigned part;
    *out = (struct file_edit){.path = path};
    if (!record_path_parse(arena, path, &names, &part) || path_problem(path) != NULL)
        return err_set(err, "\"%s\" is not a valid file path", path);
    *chain = tag != NULL ? tag->chain : record_chain_begin(path);
    return begins ? 0 : read_old(append, tag, out, err);
}

/* Makes the edit that appends these records to their tag's files. All records must be of one tag.
 */
static int add_records(const struct journal_append *append, const struct due *due, size_t count,
                       struct file_edit *out, struct err *err)
{
    text_scope struct text bytes = text_of(RECORD_FILE_MAX);
    struct record_chain chain;
    if (begin_edit(append, due, &chain, out, err) < 0)
        return -1;
    text_put(&bytes, out->old_bytes != NULL ? out->old_bytes : "", out->old_length);
    for (size_t i = 0; i < count; i++)
        if (record_append(&bytes, &chain, &due[i].record, err) < 0)
            return err_wrap(err, "\"%s\"", out->path);
    out->bytes = arena_copy(append->arena, bytes.data, bytes.length);
    out->length = bytes.length;
    return 0;
}

static bool same_tag(const struct due *a, const struct due *b)
{
    return text_equal(a->environment, b->environment) && text_equal(a->stream, b->stream) &&
           text_equal(a->tag, b->tag);
}

/* Lists the records that are due. A tag whose files have an error gets no more records. Returns
 * true if all moves of tags then have records. */
static bool ask_due(const struct journal_append *append, const char *commit, due_list *out)
{
    const struct journal_writer *writer = append->request->journal;
    due_list all = {0};
    bool whole = writer->due(writer->context, commit, &all, append->arena);
    list_each (due, &all) {
        const struct tag_journal *tag =
            journal_find(append->journal, due->environment, due->stream, due->tag);
        if (tag == NULL || tag->trouble == NULL)
            *list_add(append->arena, out) = *due;
    }
    return whole;
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
    size_t added = 0;
    list_each (edit, edits)
        added += edit->old_bytes == NULL;
    if (journal_limits_check(&append->repository->ledger.listing, added, err) < 0)
        return -1;
    const struct journal_start *start = &append->start;
    if (append->journal->commit == NULL && (!start->child || start->empty))
        *list_add(append->arena, edits) =
            (struct file_edit){.path = readme_path, .bytes = readme, .length = strlen(readme)};
    return 0;
}

/* Sets *out to the parent of the journal's next commit, as a hex id; NULL: it has none. */
static const char *find_parent(const struct journal_append *append)
{
    char hex[GIT_OID_HEXSZ + 1];
    if (append->journal->commit != NULL)
        return append->journal->commit;
    return append->start.child
               ? arena_text(append->arena, git_oid_tostr(hex, sizeof hex, &append->start.parent))
               : NULL;
}

/* Returns the commit of the branch up to which the journal's commit has all moves, or NULL. */
static const char *find_reached(const struct journal_append *append, const char *journal)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid id, reached;
    bool behind;
    if (journal == NULL || git_oid_fromstr(&id, journal) != 0 ||
        !journal_reach_read(append->repository, &id, &reached, &behind))
        return NULL;
    return arena_text(append->arena, git_oid_tostr(hex, sizeof hex, &reached));
}

/* Returns how many of the records are decisions that changed no file of the branch. */
static size_t count_decisions(const due_list *due)
{
    size_t count = 0;
    list_each (one, due)
        count += one->record.commit == NULL && !record_moves(one->record.kind) &&
                 one->record.kind != RECORD_SEEN;
    return count;
}

/* Returns the journal commit's message. whole: all moves of tags have records. */
static int make_message(const struct journal_append *append, const due_list *due, bool whole,
                        const char *parent, const char *commit, const char **out, struct err *err)
{
    struct repository *repository = append->repository;
    const char *first = NULL, *accepted;
    const char *message = journal_message(append->arena, due->items, due->count);
    if (parent != NULL && journal_identity(repository, append->arena, parent, &first, err) < 0)
        return -1;
    if (journal_proof_accepted(repository, parent, append->arena, &accepted, err) < 0)
        return -1;
    const char *belongs = commit != NULL ? commit : append->request->base;
    const char *reached = belongs;
    if (!whole) {
        const char *before = find_reached(append, parent);
        reached = text_equal(before, append->request->base) ? belongs : before;
    }
    *out = journal_trailer_add(append->arena, message,
                               &(struct journal_trailers){.branch = repository->tip.branch,
                                                          .repository = first,
                                                          .commit = belongs,
                                                          .reached = reached,
                                                          .decisions = count_decisions(due),
                                                          .accepted = accepted});
    return 0;
}

int journal_append_make(const struct journal_append *append, const char *commit,
                        struct journal_request *out, struct err *err)
{
    char ref[BRANCH_REF_MAX];
    due_list due = {0};
    edit_list edits = {0};
    moment latest = 0;
    const char *message;
    *out = (struct journal_request){0};
    if (append->journal == NULL)
        return 0;
    bool whole = ask_due(append, commit, &due);
    if (due.count == 0)
        return 0;
    const char *parent = find_parent(append);
    if (make_edits(append, &due, &edits, err) < 0 ||
        make_message(append, &due, whole, parent, commit, &message, err) < 0)
        return -1;
    list_each (one, &due)
        latest = one->record.time > latest ? one->record.time : latest;
    out->ref = arena_text(append->arena, branch_journal_ref(ref, append->repository->tip.branch));
    out->begins = append->journal->commit == NULL;
    out->empty = out->begins && append->start.empty;
    out->request = (struct commit_request){
        .base = parent,
        .edits = edits.items,
        .count = edits.count,
        .message = message,
        .author = append->request->author,
        .committer = append->request->committer,
        .date = latest,
    };
    return 0;
}
