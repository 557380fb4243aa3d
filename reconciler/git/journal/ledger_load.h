// SPDX-License-Identifier: Apache-2.0
/* Reads the journal's files into the ledger. */
#pragma once

#include "reconciler/git/handle.h"

/* Lists the files of a journal commit, sorted by path, and sets *tree to the commit's tree. Adds
 * notes about files that are not journal files. before: the ledger whose listing of unchanged
 * folders is used again, or NULL. */
MUST_USE int ledger_load_list(struct repository *repository, const git_oid *commit,
                              const struct ledger *before, struct listing *out, git_oid *tree,
                              struct err *err);
/* Reads a commit's files into the repository's ledger. After a failure the ledger is empty. */
MUST_USE int ledger_load(struct repository *repository, const git_oid *tip, struct err *err);
/* Fails if the commit in the ledger has a file that is not a journal's: then it is not a commit of
 * a journal. */
MUST_USE int ledger_load_check(const struct ledger *ledger, struct err *err);
