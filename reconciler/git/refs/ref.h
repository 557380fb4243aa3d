// SPDX-License-Identifier: Apache-2.0
/*
 * Moves branches of a repository of this machine by compare-and-swap, with git's own lock files, so
 * that git and we exclude each other, and so that a lock that a killed weir left is known as ours:
 * it is a hard link to a file `weir.…` of the repository, made complete before it is linked, and
 * `flock` on `weir.lock` says that no other weir is at work. git knows no such thing and needs a
 * person.
 */
#pragma once

#include <git2.h>

#include "reconciler/git/handle.h"

/* A branch that is moved by compare-and-swap; `to` NULL: it isn't touched. */
struct ref_step {
    const git_oid *from; /* NULL: it must not exist */
    const git_oid *to;
    bool moved; /* the answer */
};

struct steps {
    struct ref_step branch, journal;
};

/*
 * Moves the last tip's branch, the journal's or both: all locks are taken and all refs compared
 * before one moves, the branch first. out->result is WRITE_DONE, WRITE_RACE (a ref stood elsewhere)
 * or WRITE_REFUSED with words: a lock is held by somebody else for longer than git holds one, or
 * nothing can be written here. A kill leaves each ref at from or at to, and the journal's never
 * ahead of the branch's; the reflog, which bare repositories don't keep by default, is not written.
 * When only the journal's can't be written in the end, that is WRITE_DONE, with words.
 */
void ref_move(struct repository *repository, struct steps *steps, struct write_outcome *out);
