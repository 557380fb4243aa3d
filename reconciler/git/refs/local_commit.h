// SPDX-License-Identifier: Apache-2.0
/* Finds the commit that a revision names in a repository on this machine. */
#pragma once

#include "reconciler/git/refs/tip.h"

enum { REVISION_MAX = 1024 }; /* bytes of a revision's name, with the NUL */

/* Finds the commit by git's own rules. Returns false if there is none. */
bool local_commit_find(git_repository *git, const char *revision, git_oid *out);

/* Does the same, and also finds a branch that only the remote "origin" has. Sets out->branch if the
 * revision is the name of a local branch. Fails with a hint if there is no such commit. */
MUST_USE int local_commit_tip(git_repository *git, const char *revision, struct tip *out,
                              struct err *err);

/* True if the name up to "~" or "^" has the form of an id or of its beginning: 7 to 40 lowercase
 * hex digits. */
bool local_commit_is_id(const char *name);
