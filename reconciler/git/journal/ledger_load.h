// SPDX-License-Identifier: Apache-2.0
/* Reading the journal's files into the ledger. */
#pragma once

#include "reconciler/git/handle.h"

/* Lists the files of a commit of the journal, sorted by path; other files become notes. */
MUST_USE int ledger_load_list(struct repository *repository, const git_oid *commit,
                              const struct ledger *before, struct listing *out, git_oid *tree,
                              struct err *err);
/* Reads the commit's files into the ledger, which is empty afterwards when that failed. */
MUST_USE int ledger_load(struct repository *repository, const git_oid *tip, struct err *err);
