// SPDX-License-Identifier: Apache-2.0
/* Finds the files that differ between two trees. Folders that are the same in both are not read. */
#pragma once

#include <git2.h>
#include <signal.h>
#include <stdbool.h>

#include "manifests/base/err.h"

/* A file that differs: its ids in the first and the second tree. NULL: that tree has no regular
 * file at the path. Valid during the visit. */
struct tree_diff {
    const char *path;
    const git_oid *was, *is;
};

/* Returns 0, or -1 to end the walk. */
typedef int tree_diff_visit(void *context, const struct tree_diff *diff, struct err *err);

/*
 * Visits each file that differs and whose name is wanted, in the order of trees. A tree that
 * is NULL is empty. Files that tree_list would leave out because of their path are left out here
 * too. If a tree is not sorted, equal files may be visited too, but no difference is missed.
 */
MUST_USE int tree_diff_walk(git_odb *odb, const git_oid *was, const git_oid *is,
                            bool (*wanted)(const char *name), tree_diff_visit *visit, void *context,
                            const volatile sig_atomic_t *stop, struct err *err);
