// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_identity.h"

#include <string.h>

#include "reconciler/git/history/history.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"

/* Sets *id to the identity that the commit names. Returns false if it names none: it is the first
 * commit of the first journal, or an earlier build made it. */
static bool take_named(const git_commit *commit, git_oid *id)
{
    arena_scope struct arena arena = {0};
    struct journal_claim claim;
    return journal_trailer_read(&arena, git_commit_message(commit), &claim) &&
           claim.repository != NULL && strlen(claim.repository) == GIT_OID_HEXSZ &&
           git_oid_fromstr(id, claim.repository) == 0;
}

/* Returns true if the commit is the named one, or says that a person accepted a journal without it.
 */
static bool meets(const git_commit *commit, const git_oid *named)
{
    arena_scope struct arena arena = {0};
    git_oid accepted;
    const char *id;
    if (git_oid_equal(git_commit_id(commit), named))
        return true;
    id = journal_trailer_accepted(&arena, git_commit_message(commit));
    return id != NULL && strlen(id) == GIT_OID_HEXSZ && git_oid_fromstr(&accepted, id) == 0 &&
           git_oid_equal(&accepted, named);
}

int journal_identity_walk(struct repository *repository, git_oid *id, const git_oid *named,
                          bool *met, struct err *err)
{
    history_scope struct history history = {.repository = repository, .from = *id};
    for (unsigned back = 0;; back++) {
        commit_scope git_commit *commit = NULL;
        if (history_commit(&history, id, back, &commit, err) < 0)
            return -1;
        if (named != NULL)
            *met |= meets(commit, named);
        if (git_commit_parentcount(commit) == 0 ||
            (named != NULL && *met && take_named(commit, id)))
            return 0;
        *id = *git_commit_parent_id(commit, 0);
    }
}

int journal_identity(struct repository *repository, struct arena *arena, const char *commit,
                     const char **out, struct err *err)
{
    commit_scope git_commit *found = NULL;
    struct journal_claim claim;
    char hex[GIT_OID_HEXSZ + 1];
    git_oid id;
    if (git_oid_fromstr(&id, commit) != 0 || git_commit_lookup(&found, repository->git, &id) != 0)
        return library_error(err, "the journal's commit %s can't be read", commit);
    if (journal_trailer_read(arena, git_commit_message(found), &claim) &&
        claim.repository != NULL) {
        *out = claim.repository;
        return 0;
    }
    if (journal_identity_walk(repository, &id, NULL, NULL, err) < 0)
        return err_wrap(err, "the first commit of the journal");
    *out = arena_text(arena, git_oid_tostr(hex, sizeof hex, &id));
    return 0;
}
