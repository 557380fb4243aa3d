// SPDX-License-Identifier: Apache-2.0
/* What differs between two trees. Folders that are the same in both aren't looked at. */
#pragma once

#include <git2.h>
#include <signal.h>
#include <stdbool.h>

#include "manifests/base/err.h"

/* A regular file that is other than it was; NULL: there is none, or no regular one. */
struct delta {
    const char *path;
    const git_oid *was, *is;
};

/* 0, or -1 which ends the walk. */
typedef int delta_visit(void *context, const struct delta *delta, struct err *err);

/*
 * Visits each file that differs and whose name is wanted, in the order of trees. was and is may be
 * NULL: empty. Names that no listing would have are left out. Of a tree that is not sorted, files
 * that are the same may be visited too, and none that differs is missed.
 */
MUST_USE int delta_walk(git_odb *odb, const git_oid *was, const git_oid *is,
                        bool (*wanted)(const char *name), delta_visit *visit, void *context,
                        const volatile sig_atomic_t *stop, struct err *err);
