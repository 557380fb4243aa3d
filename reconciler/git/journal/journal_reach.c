// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_reach.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/handle.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"

/* Prints the name under which a cache remembers the commit. No branch has such a name. */
static void seen_name(const struct repository *repository, char *out, size_t size)
{
    snprintf(out, size, "%s:recorded", repository->tip.branch);
}

bool journal_reach_read(struct repository *repository, const git_oid *journal, git_oid *out,
                        bool *later)
{
    arena_scope struct arena arena = {0};
    commit_scope git_commit *commit = NULL;
    if (git_commit_lookup(&commit, repository->git, journal) != 0)
        return false;
    const char *message = git_commit_message(commit);
    const char *text = journal_trailer_reached(&arena, message);
    *later = !text_equal(text, journal_trailer_commit(&arena, message));
    return text != NULL && strlen(text) == GIT_OID_HEXSZ && git_oid_fromstr(out, text) == 0;
}

const char *journal_reach_find(struct repository *repository, const git_oid *journal, bool *later)
{
    struct ledger *ledger = &repository->ledger;
    const git_oid *tip = &repository->tip.id;
    git_oid named, seen;
    if (!repository->tip.exists || !journal_reach_read(repository, journal, &named, later) ||
        git_oid_equal(&named, tip) ||
        (journal_reach_seen(repository, &seen) && git_oid_equal(&seen, tip)))
        return NULL;
    return git_oid_tostr(ledger->reached, sizeof ledger->reached, &named);
}

bool journal_reach_seen(const struct repository *repository, git_oid *out)
{
    char name[BRANCH_REF_MAX];
    *out = repository->reached;
    if (!git_oid_is_zero(out))
        return true;
    seen_name(repository, name, sizeof name);
    return repository->driver->journal_seen != NULL &&
           repository->driver->journal_seen(repository, name, out);
}

void journal_reach_remember(struct repository *repository)
{
    char name[BRANCH_REF_MAX];
    git_oid seen;
    const struct tip *tip = &repository->tip;
    if (!tip->exists || repository->ledger.value.reached == NULL ||
        (journal_reach_seen(repository, &seen) && git_oid_equal(&seen, &tip->id)))
        return;
    repository->reached = tip->id;
    seen_name(repository, name, sizeof name);
    if (repository->driver->journal_remember != NULL)
        repository->driver->journal_remember(repository, name, &tip->id);
}
