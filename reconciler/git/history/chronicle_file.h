// SPDX-License-Identifier: Apache-2.0
/*
 * Judges the history of one journal file: each commit may only append lines. A file that only grew
 * begins with the bytes of its older version. This is proved by the hash of these first bytes,
 * which must be the id of the older version. An older version is read only if that fails.
 */
#pragma once

#include "reconciler/git/history/chronicle_state.h"
#include "reconciler/git/journal/record_read.h"

/* The state of a file after a commit that changed it. */
struct file_version {
    size_t commit; /* index of the commit in the journal's chain */
    bool exists;
    git_oid blob;
};

struct file_history {
    const char *path;
    struct tag_journal names;              /* of the file's tag */
    unsigned part;                         /* the file's number among the tag's files */
    LIST_OF(struct file_version) versions; /* newest first */
};

/* The records of a tag, and for each the commit that added it, while its files are judged. */
struct audited_tag {
    struct tag_reading reading;
    LIST_OF(const struct audit_commit *) commits;
};

/* Judges one file: adds a fault for each commit that did more than append. If the file still
 * exists, adds its records to the tag's; the caller must judge a tag's files in the order of their
 * numbers. A file that is longer than RECORD_FILE_MAX is not judged. */
MUST_USE int chronicle_file_judge(struct chronicle *chronicle, const struct file_history *history,
                                  struct audited_tag *tag, struct err *err);
