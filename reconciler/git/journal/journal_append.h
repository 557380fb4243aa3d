// SPDX-License-Identifier: Apache-2.0
/*
 * Makes the request for a commit of the journal. This commit belongs to a commit of the branch, and
 * appends lines to the journal's files. Nothing is written here.
 */
#pragma once

#include "reconciler/git/commit_write.h"
#include "reconciler/git/journal/journal_tip.h"

struct journal_append {
    struct repository *repository;
    const struct commit_request *request; /* the request for the branch's commit */
    const struct journal *journal;        /* NULL: nothing may be appended */
    struct journal_start start;           /* if the journal does not exist yet */
    struct arena *arena;
};

/* The request for a commit of the journal. */
struct journal_request {
    struct commit_request request; /* count 0: there is no record to append */
    const char *ref;               /* the journal's ref */
    bool begins;                   /* the ref must not exist yet; request.base is only the parent */
    bool empty;                    /* the commit has none of its parent's files */
};

/* Decides if anything may be appended to the journal. If so, the message of the branch's commit
 * gets the trailer Weir-Journal. */
void journal_append_begin(struct journal_append *append, struct repository *repository,
                          struct arena *arena, struct commit_request *request);

/*
 * Makes the request for the journal's commit in the arena; out->request.count is 0 if there is no
 * record to append. commit: the hex id of the branch's new commit; NULL: there is none. Fails if a
 * file cannot be read, or if a record is invalid or does not fit.
 */
MUST_USE int journal_append_make(const struct journal_append *append, const char *commit,
                                 struct journal_request *out, struct err *err);
