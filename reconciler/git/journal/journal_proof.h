// SPDX-License-Identifier: Apache-2.0
/*
 * Checks that a signed commit is the tip of the journal that is read. A signature only shows who
 * made a commit, so the commit must say in its message, which is signed, that it belongs to the
 * journal of this branch of this repository (Weir-Journal-Of). The repository is known by the first
 * commit of the journal's history.
 */
#pragma once

#include "reconciler/git/handle.h"

/*
 * Fails if the commit does not prove that it is the tip of this branch's journal: its message names
 * another branch or repository, or the newest commit of weir's own on the branch names a journal
 * commit that is not in its history. Does nothing if options.trust requires no signatures or
 * options.accept_rewind is set. branch: the branch whose journal it is; if it is not the
 * repository's branch, the trailers of the branch are not compared. A URL's history is fetched as
 * far as needed, once for each pair of tips.
 */
MUST_USE int journal_proof_check(struct repository *repository, const char *branch,
                                 const git_oid *id, struct err *err);

/* Fails if a branch without a journal had one that is lost: a commit of weir's own names it. Does
 * nothing in the same two cases. */
MUST_USE int journal_proof_begin(struct repository *repository, struct err *err);

/* Sets *out to the journal commit, a hex ID in the arena, that the branch names and that the
 * journal does not have, if options.accept_rewind accepts that; else to NULL. journal: hex ID of
 * the journal's tip, or NULL if it is to begin. */
MUST_USE int journal_proof_accepted(struct repository *repository, const char *journal,
                                    struct arena *arena, const char **out, struct err *err);
