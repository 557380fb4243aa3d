// SPDX-License-Identifier: Apache-2.0
/*
 * Judges the history of one journal file: each commit may only append lines. A file that only grew
 * begins with the bytes of its older version. This is proved by the hash of these first bytes,
 * which must be the id of the older version. An older version is read only if that fails.
 */
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* The state of a file after a commit that changed it. */
struct file_version {
    size_t commit; /* index of the commit in the journal's chain */
    bool exists;
    git_oid blob;
};

struct file_history {
    const char *path;
    LIST_OF(struct file_version) versions; /* newest first */
};

/* Adds the file to chronicle->audited, with its records and the commit that added each line, unless
 * the file no longer exists. Adds a fault for each commit that did more than append. A file that is
 * longer than RECORD_FILE_MAX is not judged. */
MUST_USE int chronicle_file_judge(struct chronicle *chronicle, const struct file_history *history,
                                  struct err *err);
