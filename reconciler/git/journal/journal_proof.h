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
