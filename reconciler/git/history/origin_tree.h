// SPDX-License-Identifier: Apache-2.0
/* The files of a walk in the trees of its commits. */
#pragma once

#include "reconciler/git/history/origin_walk.h"

/* Compares two trees (NULL: empty), and adds to each file of the walk that differs the version that
 * it has in `was`. Its commit is the last one of the walk. */
MUST_USE int origin_tree_compare(struct origin_walk *walk, const git_oid *was, const git_oid *is);
