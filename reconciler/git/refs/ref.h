// SPDX-License-Identifier: Apache-2.0
/*
 * Moves refs of a repository of this machine by compare-and-swap, with git's own lock files, so
 * that git and weir exclude each other. A lock that a killed weir left is recognized: it is a hard
 * link to a file `weir.ref-HASH` in the repository, which is complete before it is linked, and a
 * `flock` on `weir.lock` shows that no other weir is writing. HASH is of the ref's name, so a run
 * that moves another ref does not lose the proof. A lock that a killed git left must be removed by
 * a person.
 */
#pragma once

#include <git2.h>
#include <signal.h>

#include "reconciler/git/repository.h"

/* A ref that is moved by compare-and-swap. If `to` is NULL, the ref is not moved. */
struct ref_step {
    const char *ref;     /* "refs/heads/main" */
    const git_oid *from; /* the expected old id; NULL: the ref must not exist */
    const git_oid *to;
    bool moved; /* result: the ref was moved */
};

/* Refs in the order of importance: if they can't be moved together, the first is moved first. */
struct ref_steps {
    struct ref_step *items;
    size_t count;
};

/* Returns the step that moves this ref, or NULL. */
struct ref_step *ref_step_find(const struct ref_steps *steps, const char *ref);

/*
 * Moves all refs in their order. All locks are taken and all refs compared before the first moves.
 * out->result is WRITE_DONE, WRITE_RACE (a ref was not at `from`) or WRITE_REFUSED with words: a
 * lock was still held after 5 seconds, a file can't be written, or `stop` is set. A kill leaves
 * each ref at `from` or at `to`, and no ref moves before an earlier one. The reflog, which bare
 * repositories do not keep by default, is not written. If the first refs were moved and a later
 * one can't be, the result is WRITE_DONE, with words.
 */
void ref_move(git_repository *git, const volatile sig_atomic_t *stop, struct ref_steps *steps,
              struct write_outcome *out);
