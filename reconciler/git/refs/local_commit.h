// SPDX-License-Identifier: Apache-2.0
/* The commit that a revision names, among the objects that a repository of this machine has. */
#pragma once

#include "reconciler/git/refs/tip.h"

enum { REVISION_MAX = 1024 }; /* bytes of a revision's name */

/* Finds the commit by git's own rules; false when no commit is found. */
bool local_commit_find(git_repository *git, const char *revision, git_oid *out);

/* Finds the commit for people: also a branch of the remote "origin". Sets out->branch for a
 * branch's own name. An error with a hint when no commit is found. */
MUST_USE int local_commit_tip(git_repository *git, const char *revision, struct tip *out,
                              struct err *err);

/* True if the name, without what follows "~" or "^", is a whole id or may be the beginning of one.
 */
bool local_commit_is_id(const char *name);
