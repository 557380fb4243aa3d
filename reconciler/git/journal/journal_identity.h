// SPDX-License-Identifier: Apache-2.0
/* Finds the identity of a repository: the id of the first commit of its first journal. A fork has
 * the same identity. */
#pragma once

#include "reconciler/git/handle.h"

/* Sets *out to the identity, a hex id in the arena. commit: hex id of a commit of a journal, in the
 * odb. The commit names the identity, unless an earlier build made it; then its history is read. */
MUST_USE int journal_identity(struct repository *repository, struct arena *arena,
                              const char *commit, const char **out, struct err *err);

/* Walks from a journal's commit, *id, back to the first commit, and sets *id to that. If the walk
 * meets the commit `named`, or one that a person accepted instead (Weir-Accepted), sets *met to
 * true, and the walk ends there if that commit names the repository's identity, which becomes *id.
 * named: NULL if none is looked for; then met may be NULL. */
MUST_USE int journal_identity_walk(struct repository *repository, git_oid *id, const git_oid *named,
                                   bool *met, struct err *err);
