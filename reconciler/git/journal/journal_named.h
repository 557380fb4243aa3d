// SPDX-License-Identifier: Apache-2.0
/* Finds the journal that weir's own commits on the branch name in their trailer Weir-Journal. */
#pragma once

#include "reconciler/git/handle.h"

/*
 * Finds the newest of weir's own commits, along first parents from `tip`, whose trailer names the
 * journal of the repository's branch (other: that of another branch), and sets *out to what it
 * names. Looks at 1000 commits. Returns 1; 0 if there is no such commit, or if the history ends
 * before one is found; -1 if a commit can't be read. A URL's history is fetched as far as needed.
 */
MUST_USE int journal_named_find(struct repository *repository, const git_oid *tip, bool other,
                                struct named_journal *out, struct err *err);

/* Returns 1 if the journal of the repository's branch has the commit `id` in its history; or, if
 * `id` is "new", if that journal does not exist yet. Returns 0 if not: a commit that names it was
 * made for a branch of the same name in another repository. Returns -1 if the history can't be
 * read. */
MUST_USE int journal_named_has(struct repository *repository, const char *id, struct err *err);
