// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/journal/journal_chain.h"

#include "reconciler/git/library_scope.h"

void journal_chain_begin(struct repository *repository, const git_oid *journal,
                         struct journal_chain *out)
{
    *out = (struct journal_chain){.history = {.repository = repository, .from = *journal}};
    *list_add(&out->arena, &out->ids) = *journal;
}

void journal_chain_done(struct journal_chain *chain)
{
    history_close(&chain->history);
    arena_done(&chain->arena);
}

int journal_chain_reach(struct journal_chain *chain, size_t back, struct err *err)
{
    while (chain->ids.count <= back) {
        commit_scope git_commit *commit = NULL;
        size_t last = chain->ids.count - 1;
        git_oid id = chain->ids.items[last];
        if (history_commit(&chain->history, &id, (unsigned)last, &commit, err) < 0)
            return -1;
        if (git_commit_parentcount(commit) == 0)
            return 1;
        *list_add(&chain->arena, &chain->ids) = *git_commit_parent_id(commit, 0);
    }
    return 0;
}

int journal_chain_has(struct journal_chain *chain, const git_oid *id, struct err *err)
{
    for (size_t back = 0;; back++) {
        int result = journal_chain_reach(chain, back, err);
        if (result < 0)
            return -1;
        if (result > 0)
            return 0;
        if (git_oid_equal(&chain->ids.items[back], id))
            return 1;
    }
}
