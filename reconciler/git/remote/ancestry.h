// SPDX-License-Identifier: Apache-2.0
/*
 * Questions of history, of which the cache of a URL has none: commits alone are fetched into a
 * folder of their own, which goes when the question is answered. A chain of parents is a chain of
 * hashes: a server can hide commits, it can't invent that one comes from another.
 */
#pragma once

#include "reconciler/git/remote/remote_talk.h"

enum {
    ANCESTRY_BYTES_MAX = 64 << 20,  /* of one answer, as sent */
    ANCESTRY_COMMITS_MAX = 1000000, /* looked at for one question */
    ANCESTRY_STEPS_MAX = 10000,     /* of one revision */
};

enum descent { DESCENT_NO, DESCENT_YES, DESCENT_UNKNOWN };

/* Whether `old` is `tip` or comes before it, as far as the odb has commits: unknown when one is
 * missing on the way. */
MUST_USE int ancestry_descent(git_odb *odb, const git_oid *tip, const git_oid *old,
                              enum descent *out, struct err *err);

/* The same within a conversation: what lies between the two is asked of the server. Never unknown.
 */
MUST_USE int ancestry_ask(struct remote *remote, const git_oid *tip, const git_oid *old,
                          enum descent *out, struct err *err);

/* How many commits the steps of a revision ("~2^2") go back at most; -1 when they are no steps. */
MUST_USE int ancestry_steps(const char *steps, unsigned *out, struct err *err);

/* Within a conversation: the commit that the steps lead to. */
MUST_USE int ancestry_follow(struct remote *remote, const git_oid *from, const char *steps,
                             git_oid *out, struct err *err);
