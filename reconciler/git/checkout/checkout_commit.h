// SPDX-License-Identifier: Apache-2.0
/* Commits edits in a work tree, on the branch that is checked out. */
#pragma once

#include "reconciler/git/commit_write.h"

/* Sets `commit` to the hex id of the commit that is checked out ("": none), also for a refusal.
 * Returns 0; or 1 with a refusal in `out` if weir can't commit there, because HEAD is detached, a
 * merge, rebase or the like is in progress, or there is no commit yet; or -1. */
MUST_USE int checkout_commit_base(struct repository *repository, char commit[REPOSITORY_COMMIT_MAX],
                                  struct write_outcome *out, struct err *err);

/*
 * Makes one commit on top of request->base, and puts it into the work tree: the files, their
 * entries in the index, and the branch by compare-and-swap. Uses the request's fields as
 * commit_write does, except `journal`: the journal is never written. Runs no hooks. `git status`
 * does not show the files afterwards; other staged changes stay staged.
 *
 * A file that differs from the commit, staged or not, is a refusal before anything is written. If
 * the branch or a file changed meanwhile, the result is WRITE_RACE, and all is as before. If the
 * run is killed, each file, the index and the branch are old or new; checkout_resume completes the
 * work.
 */
MUST_USE int checkout_commit(struct repository *repository, const struct commit_request *request,
                             struct write_outcome *out, struct err *err);
