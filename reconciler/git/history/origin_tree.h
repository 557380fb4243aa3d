// SPDX-License-Identifier: Apache-2.0
/* Finds the versions that a walk's files have in the trees of its commits. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

/* Compares two trees (NULL: empty). If a file of the walk differs, adds its version in `was`, with
 * the oldest commit that the walk has reached as the commit that changed the file. */
MUST_USE int origin_tree_compare(struct origin_walk *walk, const git_oid *was, const git_oid *is);
/* Sets *out to the version of the file in this tree; its `commit` is 0. A path without a regular
 * file gives a version that does not exist. */
MUST_USE int origin_tree_find(struct origin_walk *walk, const git_oid *tree, const char *path,
                              struct origin_version *out);
