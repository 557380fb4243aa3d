// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reconciler/git/history/chronicle_state.h"

/* What a file was as of a commit. */
struct file_version {
    size_t commit;
    bool there;
    git_oid blob;
};

/* One file and all its versions, newest first. */
struct strand {
    const char *path;
    LIST_OF(struct file_version) versions;
};

MUST_USE int chronicle_file_judge(struct chronicle *chronicle, const struct strand *strand,
                                  struct err *err);
