// SPDX-License-Identifier: Apache-2.0
/* Walks back through a journal's commits along first parents. A URL's history is fetched as far as
 * needed. */
#pragma once

#include "reconciler/git/history/history.h"

struct journal_chain {
    struct history history;
    struct arena arena;
    LIST_OF(git_oid) ids; /* the commits that were met, newest first */
};

/* Begins at this commit of a journal. The caller ends the walk with journal_chain_done. */
void journal_chain_begin(struct repository *repository, const git_oid *journal,
                         struct journal_chain *out);
void journal_chain_done(struct journal_chain *chain);
#define journal_chain_scope CLEANUP(journal_chain_done)

/* Extends chain->ids to the commit that is `back` parents before the first one. Returns 0, or 1 if
 * the journal is shorter: then chain->ids has all of its commits; or -1. */
MUST_USE int journal_chain_reach(struct journal_chain *chain, size_t back, struct err *err);
/* Returns 1 if this commit is on the chain, or 0, or -1. */
MUST_USE int journal_chain_has(struct journal_chain *chain, const git_oid *id, struct err *err);
