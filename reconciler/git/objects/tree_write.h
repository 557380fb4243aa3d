// SPDX-License-Identifier: Apache-2.0
/* Writes the trees of a commit: of each touched tree the raw bytes are taken, the ids of the edited
 * entries are replaced, and nothing else. Other entries stay as they are, odd ones included. */
#pragma once

#include "reconciler/git/objects/new_objects.h"
#include "reconciler/git/repository.h"

/*
 * Adds the blobs and trees to `objects`, and sets *out to the id of the root tree. old: the root
 * tree that the edits were computed from; NULL: empty. An error when a file does not have exactly
 * its old bytes there, or is not a regular file.
 */
MUST_USE int tree_write(struct new_objects *objects, const git_oid *old,
                        const struct file_edit *edits, size_t count, git_oid *out, struct err *err);
