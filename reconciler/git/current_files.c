// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/current_files.h"

#include "reconciler/git/commit_signature.h"
#include "reconciler/git/journal/ledger_load.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/journal_trailer.h"
#include "reconciler/git/objects/tree.h"

void current_files_replace(struct repository *repository, struct listing *fresh)
{
    if (repository->version == 0 || !listing_same(&repository->listing, fresh))
        repository->version++;
    listing_done(&repository->listing);
    repository->listing = *fresh;
}

static int list_commit(struct repository *repository, const struct tip *tip, struct listing *out,
                       git_oid *tree, struct err *err)
{
    commit_scope git_commit *commit = NULL;
    const struct listing *before = repository->listed ? &repository->listing : NULL;
    char name[TIP_NAME_MAX];
    if (git_commit_lookup(&commit, repository->git, &tip->id) != 0)
        return library_error(err, "the commit of %s can't be read", tip_name(tip, name));
    *tree = *git_commit_tree_id(commit);
    return tree_list(repository->odb, tree, repository->options.wanted, before,
                     &repository->listed_tree, repository->options.stop, out, err);
}

static int list_tip(struct repository *repository, const struct tip *tip, struct err *err)
{
    struct listing fresh = {0};
    git_oid tree = {0};
    if (repository->listed && tip->exists && git_oid_equal(&repository->listed_id, &tip->id))
        return 0;
    if (tip->exists && list_commit(repository, tip, &fresh, &tree, err) < 0) {
        listing_done(&fresh);
        return -1;
    }
    current_files_replace(repository, &fresh);
    repository->listed = tip->exists;
    repository->listed_id = tip->id;
    repository->listed_tree = tree;
    return 0;
}

static int read_tip(struct repository *repository, struct tip *tip, struct err *err)
{
    const struct repository_driver *driver = repository->driver;
    if (driver->tips(repository, tip, err) < 0)
        return -1;
    if (list_tip(repository, tip, err) == 0)
        return 0;
    if (driver->renew == NULL || repository_stopped(repository) ||
        driver->renew(repository, err) < 0 || driver->tips(repository, tip, err) < 0)
        return -1;
    return list_tip(repository, tip, err);
}

/* Returns true if the commit is one of a journal: it says so, and has no other files. */
static bool is_journal(struct repository *repository, const struct tip *tip, struct arena *arena,
                       struct journal_claim *claim)
{
    commit_scope git_commit *commit = NULL;
    struct listing listing = {0};
    struct err ignored;
    git_oid tree;
    if (git_commit_lookup(&commit, repository->git, &tip->id) != 0 ||
        !journal_trailer_read(arena, git_commit_message(commit), claim))
        return false;
    bool only = ledger_load_list(repository, &tip->id, NULL, &listing, &tree, &ignored) >= 0 &&
                listing.notes.count == 0;
    listing_done(&listing);
    return only;
}

int current_files_check(struct repository *repository, const struct tip *tip, struct err *err)
{
    arena_scope struct arena arena = {0};
    struct journal_claim claim;
    char name[TIP_NAME_MAX];
    if (journal_is_branch(tip->branch))
        err_set(err, "\"%s\" is a journal's branch, which has no manifests", tip->branch);
    else if (tip->exists && is_journal(repository, tip, &arena, &claim))
        err_set(err, "%s is at a commit of the journal of \"%s\"", tip_name(tip, name),
                claim.branch);
    else
        return 0;
    return err_hint(err, "name the branch with the manifests, with --branch");
}

int current_files_refresh(struct repository *repository, struct tip *tip, struct err *err)
{
    return read_tip(repository, tip, err) == 0 && current_files_check(repository, tip, err) == 0
               ? commit_signature_judge(repository, tip, err)
               : -1;
}
