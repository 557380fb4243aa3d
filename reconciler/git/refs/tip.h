// SPDX-License-Identifier: Apache-2.0
/* The commit that a branch points to. */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"
#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/refs/branch.h"

struct tip {
    char branch[BRANCH_MAX]; /* short name; "" for a detached HEAD */
    bool exists;             /* false: the repository is empty */
    git_oid id;
    struct journal_tip journal; /* asked for at the same time */
};

/* Reads HEAD's branch or the given one from the refs of a repository on this machine. Leaves
 * out->journal empty. An unknown branch is an error whose hint lists the others. */
MUST_USE int tip_read(git_repository *git, const char *branch, struct tip *out, struct err *err);

/* A server has no such branch (NULL: its HEAD names none): an error with the hint. When it has no
 * branches at all, the repository is empty: 0, and a tip that does not exist; out->journal stays.
 */
MUST_USE int tip_absent(const char *branch, const struct branch_hint *hint, struct tip *out,
                        struct err *err);
