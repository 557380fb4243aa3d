// SPDX-License-Identifier: Apache-2.0
/*
 * Finds how much of another branch's journal is true for a branch, too: the newest commit of that
 * journal whose records all cite commits of the branch's own history. Records only grow, so all
 * older commits of the journal have this property as well, and a search finds the newest.
 *
 * A URL's history is fetched as far as needed.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Finds the cut of the journal, whose tip is in the repository's ledger. tip: the branch's commit;
 * NULL: the journal's first commit is wanted. */
MUST_USE int journal_cut_find(struct repository *repository, const git_oid *tip,
                              const git_oid *journal, struct journal_cut *out, struct err *err);
