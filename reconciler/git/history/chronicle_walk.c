// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_walk.h"

#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/library_scope.h"

enum { MERGED_MAX = 10000 }; /* commits of one merge that are searched for weir's commits */

static void revwalk_free(git_revwalk **walk)
{
    git_revwalk_free(*walk);
}

static void reverse(struct chain *chain)
{
    for (size_t i = 0, count = chain->links.count; i < count / 2; i++) {
        struct chain_link swapped = chain->links.items[i];
        chain->links.items[i] = chain->links.items[count - 1 - i];
        chain->links.items[count - 1 - i] = swapped;
    }
}

/*
 * Returns the parent that was the branch's tip before this commit. That is usually the first
 * parent. But if a person merges the branch into a local branch, for example with `git pull`, and
 * pushes the result, that tip is the second parent. The branch is the side with the commits that
 * weir made for this branch. The commits of a pull request name another branch.
 */
static const git_oid *parent_of(const struct chronicle *chronicle, const git_commit *commit)
{
    const struct history *history = &chronicle->history;
    const git_oid *first = git_commit_parent_id(commit, 0),
                  *second = git_commit_parent_id(commit, 1);
    git_repository *git =
        history->aside.git != NULL ? history->aside.git : chronicle->repository->git;
    CLEANUP(revwalk_free) git_revwalk *walk = NULL;
    git_oid id;
    bool own = false;
    if (git_commit_parentcount(commit) != 2 || git_revwalk_new(&walk, git) != 0 ||
        git_revwalk_push(walk, second) != 0 || git_revwalk_hide(walk, first) != 0)
        return first;
    for (unsigned i = 0; i < MERGED_MAX && !own && git_revwalk_next(&id, walk) == 0; i++) {
        commit_scope git_commit *merged = NULL;
        own = git_commit_lookup(&merged, git, &id) == 0 &&
              commit_text_own(merged, chronicle->repository->tip.branch);
    }
    return own ? second : first;
}

/* Adds the commit *id to the chain, sets *time to its date, and moves *id to its parent. Returns 1,
 * or 0 at the end of the walk, or -1. The walk also ends if the commit is out of reach or there are
 * too many commits; then chain->cut says why. */
static int step_back(struct chronicle *chronicle, struct chain *chain, git_oid *id, moment *time,
                     struct err *err)
{
    commit_scope git_commit *commit = NULL;
    if (chain->links.count + 1 >= HISTORY_DEPTH_MAX) {
        chain->cut = arena_print(&chronicle->arena, "the history has more than %d commits",
                                 HISTORY_DEPTH_MAX - 1);
        return 0;
    }
    int result =
        history_find_commit(&chronicle->history, id, (unsigned)chain->links.count, &commit, err);
    if (result < 0)
        return -1;
    if (result > 0) {
        chain->cut = arena_text(&chronicle->arena, err->message);
        return 0;
    }
    *list_add(&chronicle->arena, &chain->links) =
        (struct chain_link){*id, *git_commit_tree_id(commit), git_commit_parentcount(commit)};
    *time = git_commit_time(commit);
    if (git_commit_parentcount(commit) == 0)
        return 0;
    *id = *parent_of(chronicle, commit);
    return 1;
}

/* Makes an audit_commit for each link, with its id and times. `times` are newest first. */
static void describe_times(struct arena *arena, struct chain *chain, const moment *times)
{
    char hex[GIT_OID_HEXSZ + 1];
    size_t count = chain->links.count;
    chain->commits = arena_array(arena, struct audit_commit, count);
    for (size_t i = 0; i < count; i++) {
        struct audit_commit *commit = &chain->commits[i];
        commit->id = arena_text(arena, git_oid_tostr(hex, sizeof hex, &chain->links.items[i].id));
        commit->time = commit->raised = times[count - 1 - i];
        if (i > 0 && commit[-1].raised > commit->raised)
            commit->raised = commit[-1].raised;
    }
}

int chronicle_walk(struct chronicle *chronicle, const git_oid *tip, struct chain *chain,
                   struct err *err)
{
    LIST_OF(moment) times = {0};
    git_oid id = *tip;
    int more = 1;
    while (more > 0) {
        moment time = 0;
        size_t before = chain->links.count;
        more = step_back(chronicle, chain, &id, &time, err);
        if (chain->links.count > before)
            *list_add(&chronicle->arena, &times) = time;
    }
    if (more < 0)
        return -1;
    if (chain->links.count == 0)
        return err_set(err, "the newest commit can't be read: %s", chain->cut);
    reverse(chain);
    describe_times(&chronicle->arena, chain, times.items);
    return 0;
}
