// SPDX-License-Identifier: Apache-2.0
/* Reads the tip of a branch: the commit that the branch points to. */
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
    struct journal_tip journal; /* the journal's tip, read together with this one */
};

enum { TIP_NAME_MAX = BRANCH_MAX + 16 };
/* Prints the tip's name for messages: branch "main", or the detached HEAD. Returns `out`. */
const char *tip_name(const struct tip *tip, char out[TIP_NAME_MAX]);

/* Reads the tip of the branch from the refs of a repository on this machine. branch: NULL for
 * HEAD's branch, or HEAD's commit if HEAD is detached. Does not read out->journal. Fails if there
 * is no such branch, with a hint that lists the others; if there are no others, the repository is
 * empty, and out->exists is false. */
MUST_USE int tip_read(git_repository *git, const char *branch, struct tip *out, struct err *err);

/* Sets *out to the branch to which the symbolic ref points: the rest of its target after `prefix`.
 * Sets it to "" if the ref is missing or not symbolic, or if the name is not valid. */
void tip_head_branch(git_repository *git, const char *ref, const char *prefix,
                     char out[BRANCH_MAX]);

/* Sets the tip for a server that does not have the branch. branch: NULL if the server's HEAD does
 * not name an existing branch. Fails with a hint that lists the server's branches. If there are
 * none, the repository is empty: out->exists is false, and out->journal stays. */
MUST_USE int tip_absent(const char *branch, const struct branch_hint *hint, struct tip *out,
                        struct err *err);
