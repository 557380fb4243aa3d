// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/work_tree.h"

#include <stdio.h>

#include "reconciler/git/format.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/library.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/plain_folder.h"
#include "reconciler/git/refs/local_commit.h"
#include "reconciler/git/refs/tip.h"

static int work_tree_open(struct repository *repository, struct err *err)
{
    const char *path = repository->location.path;
    if (plain_folder_open(repository, err) < 0 || library_open(err) < 0)
        return -1;
    repository->library = true;
    if (git_repository_open_ext(&repository->git, path, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) != 0)
        return library_error(err, "the repository \"%s\" can't be opened", path);
    repository->ignore.git = repository->git;
    return format_check(repository, err);
}

#define ORIGIN_PREFIX "refs/remotes/origin/"

static bool origin_has(git_repository *git, const char *branch, git_oid *out)
{
    char ref[sizeof ORIGIN_PREFIX + BRANCH_MAX];
    snprintf(ref, sizeof ref, ORIGIN_PREFIX "%s", branch);
    return git_reference_name_to_id(out, git, ref) == 0;
}

/* Finds the tip of a branch's journal. It is the tip of the work tree's own branch, or the tip of
 * origin's branch if that is a descendant or if there is no own branch. */
static void find_journal(struct repository *repository, const char *branch, struct journal_tip *out)
{
    git_repository *git = repository->git;
    const char *name = repository->location.name;
    char ref[BRANCH_REF_MAX];
    git_oid fetched, plain;
    bool there = origin_has(git, branch_of_ref(branch_journal_ref(ref, branch)), &fetched);
    journal_tip_read(git, branch, name, out);
    if (out->state == JOURNAL_NEW && there)
        out->state = JOURNAL_READ;
    else if (out->state == JOURNAL_NEW && origin_has(git, JOURNAL_BRANCH, &plain))
        journal_tip_refuse_plain(out, branch, JOURNAL_AT_ORIGIN, name);
    else if (out->state == JOURNAL_NEW)
        out->state = JOURNAL_NOT_KEPT;
    else if (!there || out->state != JOURNAL_READ ||
             git_graph_descendant_of(git, &fetched, &out->id) != 1)
        return;
    if (out->state == JOURNAL_READ)
        out->id = fetched;
}

static void default_branch(struct repository *repository, char out[BRANCH_MAX])
{
    static const char *const usual[] = {"main", "master"};
    char ref[BRANCH_REF_MAX];
    git_oid id;
    tip_head_branch(repository->git, ORIGIN_PREFIX "HEAD", ORIGIN_PREFIX, out);
    /* Only a clone of all branches sets origin's HEAD. */
    for (size_t i = 0; *out == '\0' && i < sizeof usual / sizeof *usual; i++)
        if (origin_has(repository->git, usual[i], &id) ||
            origin_has(repository->git, branch_of_ref(branch_journal_ref(ref, usual[i])), &id))
            snprintf(out, BRANCH_MAX, "%s", usual[i]);
}

/* Finds the branch that is checked out and the journal's tip. Leaves the branch's tip unset,
 * because the files may differ from those of its commit. */
static void find_branch(struct repository *repository, struct tip *out)
{
    *out = (struct tip){0};
    tip_head_branch(repository->git, "HEAD", BRANCH_PREFIX, out->branch);
    if (*out->branch != '\0')
        find_journal(repository, out->branch, &out->journal);
}

static int refresh(struct repository *repository, struct tip *tip, struct err *err)
{
    find_branch(repository, tip);
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
    find_branch(repository, out);
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
                                                   .find = find,
                                                   .journal = find_journal,
                                                   .default_branch = default_branch};
