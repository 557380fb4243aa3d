// SPDX-License-Identifier: Apache-2.0
/* Checks whether weir may commit in a work tree: a branch is checked out, nothing else is in
 * progress, and the files that will be edited are as in the branch's last commit. */
#pragma once

#include "reconciler/git/checkout/index_file.h"
#include "reconciler/git/handle.h"

/* Sets the branch that is checked out and its commit. Returns 0, or 1 with a refusal in `out`, or
 * -1. Also opens the repository's objects. */
MUST_USE int checkout_state_head(struct repository *repository, struct tip *head,
                                 struct write_outcome *out, struct err *err);

/* Sets `clean` to the edits with the bytes of blobs instead of files, in the arena. Returns 1 with
 * a refusal in `out` if a file differs from the commit, staged or not. */
MUST_USE int checkout_state_files(struct repository *repository, const git_oid *head,
                                  struct index_file *index, struct arena *arena,
                                  const struct file_edit *edits, size_t count,
                                  struct file_edit *clean, struct write_outcome *out,
                                  struct err *err);

/* Sets `out` to a refusal. Returns 1. */
PRINTF_LIKE(2, 3) int checkout_state_refuse(struct write_outcome *out, const char *format, ...);
