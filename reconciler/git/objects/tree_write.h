// SPDX-License-Identifier: Apache-2.0
/* Writes the trees of a commit. A changed tree gets the raw bytes of the old one, except that
 * edited entries get new ids and new entries are added. All other entries stay as they are, even
 * invalid ones. */
#pragma once

#include "reconciler/git/objects/new_objects.h"
#include "reconciler/git/repository.h"

/*
 * Adds the blobs and trees to `objects`, and sets *out to the id of the root tree. old: the root
 * tree that the edits were computed from; NULL: empty. Fails if an edited file does not have
 * exactly the edit's old bytes in that tree or is not a regular file, if a path is invalid, or if
 * one path is given twice or is the folder of another.
 */
MUST_USE int tree_write(struct new_objects *objects, const git_oid *old,
                        const struct file_edit *edits, size_t count, git_oid *out, struct err *err);
