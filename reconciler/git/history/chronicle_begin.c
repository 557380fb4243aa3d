// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_begin.h"

#include <string.h>

#include "reconciler/git/journal/record.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"
#include "reconciler/git/objects/tree.h"
#include "reconciler/git/objects/tree_diff.h"

/* The files of the first commit, and how many of them the second one does not continue. */
struct beginning {
    struct chronicle *chronicle;
    size_t files, dropped;
};

static bool any_name(const char *name)
{
    (void)name;
    return true;
}

static bool is_record_file(const char *path)
{
    arena_scope struct arena scratch = {0};
    struct tag_journal names;
    unsigned part;
    return record_path_parse(&scratch, path, &names, &part);
}

static int count_file(void *context, const struct tree_diff *delta, struct err *err)
{
    struct beginning *beginning = context;
    (void)err;
    beginning->files += is_record_file(delta->path);
    return 0;
}

/* Counts a file that no longer starts with its old bytes. */
static int count_dropped(void *context, const struct tree_diff *delta, struct err *err)
{
    struct beginning *beginning = context;
    struct history *history = &beginning->chronicle->history;
    odb_object_scope git_odb_object *was = NULL, *is = NULL;
    if (delta->was == NULL || !is_record_file(delta->path))
        return 0;
    if (history_read(history, delta->was, GIT_OBJECT_BLOB, RECORD_FILE_MAX, &was, err) < 0 ||
        (delta->is != NULL &&
         history_read(history, delta->is, GIT_OBJECT_BLOB, RECORD_FILE_MAX, &is, err) < 0))
        return -1;
    size_t size = git_odb_object_size(was);
    beginning->dropped += is == NULL || git_odb_object_size(is) < size ||
                          memcmp(git_odb_object_data(is), git_odb_object_data(was), size) != 0;
    return 0;
}

/* Returns 1 if the commit says that it belongs to the journal of this branch, or 0, or -1. */
static int is_of_branch(struct chronicle *chronicle, const git_oid *id, struct err *err)
{
    arena_scope struct arena arena = {0};
    commit_scope git_commit *commit = NULL;
    struct journal_claim claim;
    if (history_commit(&chronicle->history, id, 0, &commit, err) < 0)
        return -1;
    return journal_trailer_read(&arena, git_commit_message(commit), &claim) &&
           text_equal(claim.branch, chronicle->repository->tip.branch);
}

int chronicle_begin_find(struct chronicle *chronicle, struct err *err)
{
    struct chain *chain = &chronicle->journal;
    const struct chain_link *first = chain->links.items;
    const volatile sig_atomic_t *stop = chronicle->repository->options.stop;
    git_odb *odb = history_odb(&chronicle->history);
    struct beginning beginning = {.chronicle = chronicle};
    if (chain->links.count < 2 || first->parents > 0)
        return 0;
    int before = is_of_branch(chronicle, &first->id, err);
    int after = is_of_branch(chronicle, &first[1].id, err);
    if (before < 0 || after < 0)
        return -1;
    if (before > 0 || after == 0)
        return 0;
    if (tree_diff_walk(odb, NULL, &first->tree, any_name, count_file, &beginning, stop, err) < 0 ||
        tree_diff_walk(odb, &first->tree, &first[1].tree, any_name, count_dropped, &beginning, stop,
                       err) < 0)
        return -1;
    if (beginning.files > 0 && beginning.dropped == beginning.files) {
        chain->links.items++;
        chain->links.count--;
        chain->links.capacity--;
        chain->commits++;
    }
    return 0;
}
