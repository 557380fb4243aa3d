// SPDX-License-Identifier: Apache-2.0
/* Finds the identity of a repository: the id of the first commit of its first journal. A fork has
 * the same identity. */
#pragma once

#include "reconciler/git/handle.h"

/* Sets *out to the identity, a hex id in the arena. commit: hex id of a commit of a journal, in the
 * odb. The commit names the identity, unless an earlier build made it; then its history is read. */
MUST_USE int journal_identity(struct repository *repository, struct arena *arena,
                              const char *commit, const char **out, struct err *err);
