// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_decided.h"

#include <string.h>

#include "reconciler/git/history/ancestor.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"

/* A commit of the journal. */
struct journal_entry {
    git_oid parent; /* zero: it has none */
    bool belongs;   /* its message names the commit of the branch to which its records belong */
    git_oid to;     /* that commit */
    bool decides;   /* it has decisions without a commit */
};

/* Reads the commit, and fetches it if needed. */
static int read_entry(struct repository *repository, const git_oid *id, struct journal_entry *out,
                      struct err *err)
{
    arena_scope struct arena arena = {0};
    commit_scope git_commit *commit = NULL;
    if (repository->driver->journal_commit != NULL &&
        repository->driver->journal_commit(repository, id, err) < 0)
        return -1;
    if (git_commit_lookup(&commit, repository->git, id) != 0)
        return library_error(err, "the journal's commit can't be read");
    const char *message = git_commit_message(commit);
    const char *to = journal_trailer_commit(&arena, message);
    *out = (struct journal_entry){.decides = journal_trailer_decides(&arena, message)};
    out->belongs = to != NULL && strlen(to) == GIT_OID_HEXSZ && git_oid_fromstr(&out->to, to) == 0;
    if (git_commit_parentcount(commit) > 0)
        out->parent = *git_commit_parent_id(commit, 0);
    return 0;
}

/* Moves *id and *entry to the parent. Returns 0, or 1 if there is none, or -1. */
static int step(struct repository *repository, git_oid *id, struct journal_entry *entry,
                struct err *err)
{
    if (git_oid_is_zero(&entry->parent))
        return 1;
    *id = entry->parent;
    return read_entry(repository, id, entry, err);
}

/* Returns 1 if the records belong to a commit of the branch or to none, or 0, or -1. */
static int is_own(struct repository *repository, const git_oid *tip,
                  const struct journal_entry *entry, struct err *err)
{
    if (!entry->belongs)
        return 1;
    ancestor_scope struct ancestor_walk *branch = ancestor_open(repository, tip);
    return ancestor_has(branch, &entry->to, err);
}

/* Sets *cut to the parent of the oldest commit with decisions among those that belong to the same
 * commit as `entry`. Sets *empty if it has no parent. */
static int pass_decisions(struct repository *repository, const git_oid *id,
                          struct journal_entry entry, git_oid *cut, bool *empty, struct err *err)
{
    git_oid at = *id, to = entry.to;
    int result = 0;
    while (result == 0 && entry.belongs && git_oid_equal(&entry.to, &to)) {
        if (entry.decides) {
            *empty = git_oid_is_zero(&entry.parent);
            *cut = *empty ? at : entry.parent;
        }
        result = step(repository, &at, &entry, err);
    }
    return result < 0 ? -1 : 0;
}

int journal_decided_cut(struct repository *repository, const git_oid *tip, git_oid *id, bool *empty,
                        struct err *err)
{
    struct journal_entry entry;
    int own = 0, result = read_entry(repository, id, &entry, err);
    while (result == 0 && own == 0) {
        own = is_own(repository, tip, &entry, err);
        result = own < 0 ? -1 : own == 0 ? step(repository, id, &entry, err) : 0;
    }
    *empty |= result > 0;
    return result == 0  ? pass_decisions(repository, id, entry, id, empty, err)
           : result < 0 ? -1
                        : 0;
}
