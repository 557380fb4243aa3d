// SPDX-License-Identifier: Apache-2.0
/* Finds the author and the committer of a commit. */
#pragma once

#include "diff/base/intent.h"
#include "reconciler/git/commit_write.h"
#include "reconciler/session.h"

struct authors {
    struct identity author, committer;
};

/*
 * Git's environment variables come first; at the end are the runner configuration and "weir
 * <weir@localhost>". Between them are git's user.name and user.email for the author of a person's
 * request, and in a work tree for author and committer of each commit. intent may be NULL.
 */
struct authors authors_find(struct arena *run, const struct session *session,
                            const struct intent *intent);
