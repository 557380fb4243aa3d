// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/work_tree.h"

#include <stdio.h>

#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/plain_folder.h"
#include "reconciler/git/refs/local_commit.h"

static int work_tree_open(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    if (plain_folder_open(repository, err) < 0 || library_open(err) < 0)
        return -1;
    repository->library = true;
    if (git_repository_open_ext(&repository->git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) != 0)
        return library_error(err, "the repository \"%s\" can't be opened", path);
    repository->ignore.git = repository->git;
    return 0;
}

/* Finds the journal's tip. It is the tip of the work tree's own branch, or the tip of origin's
 * branch if that is a descendant or if there is no own branch. */
static void find_journal(git_repository *git, struct journal_tip *out)
{
    git_oid fetched;
    bool there =
        git_reference_name_to_id(&fetched, git, "refs/remotes/origin/" JOURNAL_BRANCH) == 0;
    journal_tip_read(git, out);
    if (out->state == JOURNAL_NEW)
        out->state = there ? JOURNAL_READ : JOURNAL_NOT_KEPT;
    else if (!there || out->state != JOURNAL_READ ||
             git_graph_descendant_of(git, &fetched, &out->id) != 1)
        return;
    out->id = fetched;
}

/* Finds the branch that is checked out and the journal's tip. Leaves the branch's tip unset,
 * because the files may differ from those of its commit. */
static void find_branch(git_repository *git, struct tip *out)
{
    reference_scope git_reference *head = NULL;
    const char *target = NULL, *branch = NULL;
    *out = (struct tip){0};
    if (git_reference_lookup(&head, git, "HEAD") == 0)
        target = git_reference_symbolic_target(head);
    if (target != NULL)
        branch = branch_of_ref(target);
    if (branch != NULL)
        snprintf(out->branch, sizeof out->branch, "%s", branch);
    find_journal(git, &out->journal);
}

static int refresh(struct repository *repository, struct tip *tip, struct err *err)
{
    find_branch(repository->git, tip);
    return plain_folder_list(repository, &repository->ignore, err);
}

static int open_objects(struct repository *repository, struct err *err)
{
    if (repository->odb == NULL && git_repository_odb(&repository->odb, repository->git) != 0)
        return library_error(err, "the objects can't be opened");
    return 0;
}

static int tips(struct repository *repository, struct tip *out, struct err *err)
{
    if (open_objects(repository, err) < 0)
        return -1;
    find_branch(repository->git, out);
    out->exists = git_reference_name_to_id(&out->id, repository->git, "HEAD") == 0;
    return 0;
}

static int find(struct repository *repository, const char *revision, struct tip *out,
                struct err *err)
{
    if (revision == NULL)
        return err_set(err, "no revision given");
    if (open_objects(repository, err) < 0)
        return -1;
    return local_commit_tip(repository->git, revision, out, err);
}

const struct repository_driver work_tree_driver = {.kind = REPOSITORY_WORK_TREE,
                                                   .in_place = true,
                                                   .journal_advisory = true,
                                                   .open = work_tree_open,
                                                   .close = plain_folder_close,
                                                   .refresh = refresh,
                                                   .read = plain_folder_read,
                                                   .tips = tips,
                                                   .find = find};
