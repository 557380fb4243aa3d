// SPDX-License-Identifier: Apache-2.0
/* Commits to a bare repository or a URL, without a check-out. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

struct identity {
    const char *name, *email; /* without <, > and control bytes */
};

/*
 * The records that the journal gets together with a commit. It is called once for each try, after
 * the commit was made and before any ref moves; the same commit must give the same records.
 */
struct journal_writer {
    /* Appends to `out`, whose values live in the arena. commit: hex id, or NULL when no commit is
     * made: then records are due for the tip of the last repository_source. */
    void (*due)(void *context, const char *commit, due_list *out, struct arena *arena);
    void *context;
};

struct commit_request {
    const char *base; /* source.commit; NULL: the repository was empty, the branch is created */
    const struct file_edit *edits; /* any order, a path once */
    size_t count;
    const char *message; /* UTF-8; ends in one newline, added when missing */
    struct identity author, committer;
    moment date; /* of both; raised to the date of the base's committer. Written as UTC */
    const struct journal_writer *journal; /* NULL: the journal is left alone */
};

/*
 * Makes one commit on top of base, then moves the branch from base to it by compare-and-swap. For a
 * URL the push names the expected old id, and the server's answer for this ref counts. The commit
 * depends on the request and the signing key only: the same request gives the same id, except with
 * an ECDSA key, whose signatures are random before OpenSSL 3.2. Each edited file must be a regular
 * file with exactly old_bytes in base; its mode is kept. A commit that options.trust would not
 * accept when it is read again is an error before anything moves.
 *
 * When the server refuses, the ref is read again: if it moved, that is a race; if not,
 * WRITE_REFUSED with the server's words. Hooks of a bare repository given by path are not run (as
 * with git update-ref). A kill leaves the branch at base or at the commit; in a bare repository it
 * may also leave the ref's lock file, which the next write removes.
 *
 * With request->journal, and where journal_branch_read says NEW, LOST or READ, the records that
 * are due become a commit of the journal's branch, with the same identity and key and the date of
 * the latest record, and the message gets the trailer `Weir-Journal: ID` (the journal's tip before,
 * or "new" before its first commit). Both branches move at once where the server can do that
 * (`atomic`), else the branch first; in a bare repository both locks are taken before either ref
 * moves. A journal that moved in the meantime is a race. When the branch moves and the journal does
 * not, that is not a failure: the words say so, and its records are due again in the next run.
 * Without a commit (count 0, or no difference) the journal alone is written: WRITE_DONE with commit
 * "". Records for a file that is invalid or full are left out.
 */
MUST_USE int commit_write(struct repository *repository, const struct commit_request *request,
                          struct write_outcome *out, struct err *err);
