// SPDX-License-Identifier: Apache-2.0
/* Makes the objects of one commit, and stores nothing. */
#pragma once

#include "reconciler/git/commit_write.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/objects/new_objects.h"

/* The commits of one write. The caller stores their objects with new_objects_store. */
struct commit_making {
    struct repository *repository;
    struct new_objects objects;
    struct err *err;
};

/* Returns a making without objects. The arguments are borrowed. */
struct commit_making commit_making_of(struct repository *repository, struct err *err);
void commit_making_done(struct commit_making *making);
#define commit_making_scope CLEANUP(commit_making_done)

/* Makes a signed commit on top of `base` (NULL: none). empty: the commit has none of its parent's
 * files. Returns 0 with its id, or 1 if it would change nothing, or -1. Does not use request->base
 * and request->journal. */
MUST_USE int commit_make(struct commit_making *making, const struct commit_request *request,
                         const git_oid *base, bool empty, git_oid *out);
