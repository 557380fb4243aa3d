// SPDX-License-Identifier: Apache-2.0
/*
 * Finds how much of another branch's journal is true for a branch, too: the newest commit of that
 * journal whose records all cite commits of the branch's own history. Records only grow, so all
 * older commits of the journal have this property as well, and a search finds the newest.
 *
 * The result is kept (journal_cut_store.h). After a commit on the branch or in the journal, only
 * what was added since is read; after a rewrite of either, everything is read again. A URL's
 * history is fetched as far as needed.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Returns true if repository->cut, or the kept cut, which becomes it, is of these two commits. tip:
 * the branch's commit, or NULL: the journal's first commit is wanted. */
bool journal_cut_known(struct repository *repository, const git_oid *tip, const git_oid *journal);
/* Sets repository->cut to the cut for these two commits. */
MUST_USE int journal_cut_find(struct repository *repository, const git_oid *tip,
                              const git_oid *journal, struct err *err);
