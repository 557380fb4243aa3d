// SPDX-License-Identifier: Apache-2.0
/*
 * Questions about history that the cache of a URL can't answer: commits alone are fetched into a
 * folder that is removed when the question is answered. A chain of parents is a chain of hashes: a
 * server can hide commits, but it can't invent a descent.
 */
#pragma once

#include "reconciler/git/remote/remote_talk.h"

enum {
    ANCESTRY_BYTES_MAX = 64 << 20,  /* of one answer, as sent */
    ANCESTRY_COMMITS_MAX = 1000000, /* looked at for one question */
    ANCESTRY_STEPS_MAX = 10000,     /* of one revision */
};

enum descent { DESCENT_NO, DESCENT_YES, DESCENT_UNKNOWN };

/* Tells whether `old` is `tip` or one of its ancestors, as far as the odb has commits: unknown when
 * one is missing on the way. */
MUST_USE int ancestry_descent(git_odb *odb, const git_oid *tip, const git_oid *old,
                              enum descent *out, struct err *err);

/* In a conversation: the same, and asks the server for the commits between the two. Never
 * unknown. */
MUST_USE int ancestry_ask(struct remote *remote, const git_oid *tip, const git_oid *old,
                          enum descent *out, struct err *err);

/* The most commits that the steps of a revision ("~2^2") go back; -1 when they are invalid. */
MUST_USE int ancestry_steps(const char *steps, unsigned *out, struct err *err);

/* In a conversation: finds the commit that the steps lead to. */
MUST_USE int ancestry_follow(struct remote *remote, const git_oid *from, const char *steps,
                             git_oid *out, struct err *err);
