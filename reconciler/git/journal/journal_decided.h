// SPDX-License-Identifier: Apache-2.0
/*
 * Shortens the part of the base's journal that is true for a branch (journal_cut.h). A record
 * without a commit, such as a release, is a decision on the base alone. It was made before the
 * branch began only if the journal goes on with a later commit of the branch's own history.
 */
#pragma once

#include "reconciler/git/handle.h"

/*
 * Moves *id, a commit of the base's journal, back to the newest commit whose records belong to a
 * commit of the branch's history, and before decisions that were made at the last such commit:
 * nobody can tell whether the branch began before them. Sets *empty if no commit is left; *id is
 * then the journal's first commit. tip: the branch's commit.
 */
MUST_USE int journal_decided_cut(struct repository *repository, const git_oid *tip, git_oid *id,
                                 bool *empty, struct err *err);
