// SPDX-License-Identifier: Apache-2.0
/* Remembers a commit that a run is about to put into a work tree: the file `weir.commit` in the
 * folder `.git`. If the run is killed, the next run finds it there and completes the work. */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/err.h"
#include "reconciler/git/refs/branch.h"

struct pending_commit {
    git_oid id;
    char branch[BRANCH_MAX];
};

/* The commit's objects must be stored before. */
MUST_USE int pending_commit_write(git_repository *git, const struct pending_commit *pending,
                                  struct err *err);
/* Returns false if there is none. A damaged file counts as none. */
bool pending_commit_read(git_repository *git, struct pending_commit *out);
void pending_commit_remove(git_repository *git);
