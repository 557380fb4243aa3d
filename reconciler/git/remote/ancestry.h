// SPDX-License-Identifier: Apache-2.0
/*
 * Answers questions about history that a URL's cache can't answer: commits are fetched, without
 * their files if the server can leave them out, into a folder that is removed after the answer.
 * Each commit contains the hashes of its parents: a server can hide commits, but it can't forge an
 * ancestor.
 */
#pragma once

#include "reconciler/git/remote/remote_talk.h"

enum {
    ANCESTRY_BYTES_MAX = 64 << 20,  /* bytes of one pack, as sent */
    ANCESTRY_COMMITS_MAX = 1000000, /* commits that one search may find */
    ANCESTRY_STEPS_MAX = 10000,     /* commits that a revision may go back */
};

enum descent { DESCENT_NO, DESCENT_YES, DESCENT_UNKNOWN };

/* Searches the odb for a path from `tip` to its ancestor `old`. Sets *out to DESCENT_YES if `old`
 * is `tip` or one of its ancestors, to DESCENT_UNKNOWN if it was not found and a commit is missing,
 * otherwise to DESCENT_NO. */
MUST_USE int ancestry_descent(git_odb *odb, const git_oid *tip, const git_oid *old,
                              enum descent *out, struct err *err);

/* Does the same, within a conversation, with commits that are fetched from the server. Never sets
 * DESCENT_UNKNOWN. */
MUST_USE int ancestry_ask(struct remote *remote, const git_oid *tip, const git_oid *old,
                          enum descent *out, struct err *err);

/* Sets *out to the number of commits that the steps of a revision go back: 3 for "~2^2". Fails if
 * the steps are invalid, or if a number in them or their sum is beyond ANCESTRY_STEPS_MAX. */
MUST_USE int ancestry_steps(const char *steps, unsigned *out, struct err *err);

/* Finds, within a conversation, the commit to which the steps lead from `from`. */
MUST_USE int ancestry_follow(struct remote *remote, const git_oid *from, const char *steps,
                             git_oid *out, struct err *err);
