// SPDX-License-Identifier: Apache-2.0
/* What a commit of the branch adds to the journal: files with more lines, as a request for a commit
 * of the journal's branch. Nothing is written here. */
#pragma once

#include "reconciler/git/repository.h"

struct append {
    struct repository *repository;
    const struct commit_request *request; /* of the branch */
    const struct journal *journal;        /* NULL: nothing is appended */
    struct arena *arena;
};

/* Decides whether anything may be appended; the request's message gets its trailer then. */
void append_begin(struct append *append, struct repository *repository, struct arena *arena,
                  struct commit_request *request);

/*
 * The request for the journal's commit, in the arena; its count is 0 when nothing is due. commit:
 * the hex id of the branch's, or NULL. -1 when a file can't be read, or a record is none.
 */
MUST_USE int append_make(const struct append *append, const char *commit,
                         struct commit_request *out, struct err *err);
