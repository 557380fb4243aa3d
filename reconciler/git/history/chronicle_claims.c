// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/chronicle_claims.h"

#include <string.h>

#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"

enum {
    CLAIMS_MAX = 200000, /* claims that are read from one message, and for one commit */
    MERGED_MAX = 10000   /* commits of one merge that are read */
};

typedef LIST_OF(struct claimed_move) merged_claims;

static void revwalk_free(git_revwalk **walk)
{
    git_revwalk_free(*walk);
}

static int by_object(const void *a, const void *b)
{
    const struct claimed_move *left = a, *right = b;
    return strcmp(left->object, right->object);
}

static void add_message(struct arena *arena, const git_commit *commit, merged_claims *claims)
{
    size_t count = 0;
    const struct claimed_move *read =
        own_commit_moves(arena, git_commit_message(commit), NULL, CLAIMS_MAX, &count);
    for (size_t i = 0; i < count && claims->count < CLAIMS_MAX; i++)
        *list_add(arena, claims) = read[i];
}

/* Adds the claims of the commits that are ancestors of the merge, but not of its first parent.
 * Returns false if not all of them could be read. */
static bool add_merged(struct chronicle *chronicle, const git_commit *merge, merged_claims *claims)
{
    const struct history *history = &chronicle->history;
    git_repository *git =
        history->aside.git != NULL ? history->aside.git : chronicle->repository->git;
    CLEANUP(revwalk_free) git_revwalk *walk = NULL;
    git_oid id;
    if (git_revwalk_new(&walk, git) != 0 ||
        git_revwalk_hide(walk, git_commit_parent_id(merge, 0)) != 0)
        return false;
    for (unsigned i = 1; i < git_commit_parentcount(merge); i++)
        if (git_revwalk_push(walk, git_commit_parent_id(merge, i)) != 0)
            return false;
    for (unsigned i = 0;; i++) {
        commit_scope git_commit *merged = NULL;
        int result = git_revwalk_next(&id, walk);
        if (result == GIT_ITEROVER)
            return true;
        if (result != 0 || i == MERGED_MAX || git_commit_lookup(&merged, git, &id) != 0)
            return false;
        add_message(&chronicle->arena, merged, claims);
    }
}

void chronicle_claims_read(struct chronicle *chronicle, const git_commit *commit,
                           struct audit_commit *out)
{
    merged_claims claims = {0};
    add_message(&chronicle->arena, commit, &claims);
    if (git_commit_parentcount(commit) > 1)
        out->claims_cut = !add_merged(chronicle, commit, &claims);
    out->claims_cut |= claims.count >= CLAIMS_MAX;
    list_order(claims.items, claims.count, sizeof *claims.items, by_object);
    out->claims = claims.items;
    out->claim_count = claims.count;
}
