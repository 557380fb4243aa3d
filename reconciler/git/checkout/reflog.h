// SPDX-License-Identifier: Apache-2.0
/* Adds a commit to git's reflogs of a branch that is checked out, so that `git reflog` shows it. */
#pragma once

#include <git2.h>

/* Adds the line to the logs of HEAD and of the branch. ref: "refs/heads/main". Does nothing if
 * core.logAllRefUpdates is false. A failure is ignored, because the commit was made in any case. */
void reflog_append(git_repository *git, const char *ref, const git_oid *from, const git_oid *to);
