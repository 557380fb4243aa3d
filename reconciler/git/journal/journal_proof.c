// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_proof.h"

#include <string.h>

#include "reconciler/git/journal/journal_identity.h"
#include "reconciler/git/journal/journal_named.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"

/* Checks that the commit names this branch and the repository whose first journal begins with
 * `first`. */
static int check_claim(struct repository *repository, const char *branch, const git_oid *id,
                       const git_oid *first, struct err *err)
{
    arena_scope struct arena arena = {0};
    commit_scope git_commit *commit = NULL;
    struct journal_claim claim;
    char hex[GIT_OID_HEXSZ + 1];
    if (git_commit_lookup(&commit, repository->git, id) != 0)
        return library_error(err, "the journal's commit can't be read");
    if (!journal_trailer_read(&arena, git_commit_message(commit), &claim) ||
        !text_equal(claim.branch, branch))
        return err_set(err,
                       "the signed commit %s does not say that it belongs to the journal of \"%s\"",
                       git_oid_tostr(hex, sizeof hex, id), branch);
    git_oid_tostr(hex, sizeof hex, first);
    const char *repository_id = claim.repository;
    if (repository_id != NULL ? !text_equal(repository_id, hex) : !git_oid_equal(id, first))
        return err_set(err, "the signed commit belongs to the journal of another repository");
    return 0;
}

/* Sets *out to the journal commit that the newest of weir's own commits on the branch names.
 * Returns 1 if it names one, or 0, or -1. */
static int find_named(struct repository *repository, git_oid *out, struct err *err)
{
    struct named_journal named = {0};
    int found = repository->tip.exists
                    ? journal_named_find(repository, &repository->tip.id, false, &named, err)
                    : 0;
    *out = named.id;
    return found <= 0 ? found : !git_oid_is_zero(&named.id);
}

int journal_proof_check(struct repository *repository, const char *branch, const git_oid *id,
                        struct err *err)
{
    struct journal_proof *last = &repository->proof;
    bool own = text_equal(branch, repository->tip.branch), met = false;
    git_oid first = *id, named;
    char hex[GIT_OID_HEXSZ + 1];
    if (!trust_asked(&repository->options.trust) || repository->options.accept_rewind ||
        (git_oid_equal(&last->journal, id) && git_oid_equal(&last->tip, &repository->tip.id)))
        return 0;
    int names = own ? find_named(repository, &named, err) : 0;
    if (names < 0 ||
        journal_identity_walk(repository, &first, names > 0 ? &named : NULL, &met, err) < 0 ||
        check_claim(repository, branch, id, &first, err) < 0)
        return -1;
    if (names > 0 && !met)
        return err_set(err,
                       "the branch names the journal commit %s, which is not in the journal's "
                       "history (use --accept-rewind to accept it)",
                       git_oid_tostr(hex, sizeof hex, &named));
    *last = (struct journal_proof){repository->tip.id, *id};
    return 0;
}

int journal_proof_begin(struct repository *repository, struct err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid named;
    if (!trust_asked(&repository->options.trust) || repository->options.accept_rewind)
        return 0;
    int names = find_named(repository, &named, err);
    if (names <= 0)
        return names;
    git_oid_tostr(hex, sizeof hex, &named);
    return err_set(err,
                   "the journal is gone, but the branch names its commit %s: push that commit as "
                   "\"" JOURNAL_PREFIX "%s\" again, or begin a new journal with --accept-rewind",
                   hex, repository->tip.branch);
}

int journal_proof_accepted(struct repository *repository, const char *journal, struct arena *arena,
                           const char **out, struct err *err)
{
    char hex[GIT_OID_HEXSZ + 1];
    git_oid named, at;
    bool met = false;
    *out = NULL;
    if (!trust_asked(&repository->options.trust) || !repository->options.accept_rewind)
        return 0;
    int names = find_named(repository, &named, err);
    if (names <= 0)
        return names;
    if (journal != NULL && (git_oid_fromstr(&at, journal) != 0 ||
                            journal_identity_walk(repository, &at, &named, &met, err) < 0))
        return -1;
    if (!met)
        *out = arena_text(arena, git_oid_tostr(hex, sizeof hex, &named));
    return 0;
}
