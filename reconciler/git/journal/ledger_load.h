// SPDX-License-Identifier: Apache-2.0
/* Reading the journal's files into the ledger. */
#pragma once

#include "reconciler/git/handle.h"

/* Lists the files of a commit of the journal, sorted by path, and gives its tree. Files that do not
 * belong there become notes. before: a ledger to take unchanged folders from, or NULL. */
MUST_USE int ledger_load_list(struct repository *repository, const git_oid *commit,
                              const struct ledger *before, struct listing *out, git_oid *tree,
                              struct err *err);
/* Reads a commit's files into the repository's ledger. On failure the ledger is empty. */
MUST_USE int ledger_load(struct repository *repository, const git_oid *tip, struct err *err);
