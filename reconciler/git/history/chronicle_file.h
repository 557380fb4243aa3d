// SPDX-License-Identifier: Apache-2.0
/*
 * The history of one file of the journal: each commit may only append lines. A file that only grew
 * begins with the bytes of its older version, so the hash of a prefix proves it. Older versions are
 * read only when that fails.
 */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* A file after a commit that changed it. */
struct file_version {
    size_t commit; /* its index in the journal's chain */
    bool exists;
    git_oid blob;
};

struct file_history {
    const char *path;
    LIST_OF(struct file_version) versions; /* newest first */
};

/* Adds the file with its records, the commit that added each, and a fault for each commit that did
 * more than append. */
MUST_USE int chronicle_file_judge(struct chronicle *chronicle, const struct file_history *history,
                                  struct err *err);
