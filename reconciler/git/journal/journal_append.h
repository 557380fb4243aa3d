// SPDX-License-Identifier: Apache-2.0
/*
 * The journal's commit that belongs to a commit of the branch: the request for it, with the files
 * that get more lines. Nothing is written here.
 */
#pragma once

#include "reconciler/git/commit_write.h"

struct journal_append {
    struct repository *repository;
    const struct commit_request *request; /* of the branch */
    const struct journal *journal;        /* NULL: nothing may be appended */
    struct arena *arena;
};

/* Decides if anything may be appended to the journal. If so, the message of the branch's commit
 * gets the trailer Weir-Journal. */
void journal_append_begin(struct journal_append *append, struct repository *repository,
                          struct arena *arena, struct commit_request *request);

/*
 * Makes the request for the journal's commit in the arena; its count is 0 when no record is due.
 * commit: the hex id of the branch's new commit, or NULL without a new commit. Fails when a file
 * cannot be read or a record is invalid.
 */
MUST_USE int journal_append_make(const struct journal_append *append, const char *commit,
                                 struct commit_request *out, struct err *err);
