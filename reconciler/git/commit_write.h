// SPDX-License-Identifier: Apache-2.0
/* Commits to a bare repository or a URL, without a check-out. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

struct identity {
    const char *name, *email; /* without <, > and control bytes */
};

/*
 * What the journal gets together with a commit. Asked once for each try, after the commit was made
 * and before anything moves; the same commit must give the same records.
 */
struct journal_writer {
    /* Appends to `out`, whose values live in the arena. commit: hex id; NULL: there is no commit,
     * and what is due is due by what stands at the tip of the last repository_source. */
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
 * Bare repository and URL: one commit on top of base, then the branch is moved from base to it by
 * compare-and-swap (a URL: pushed with the expected old id, judged by the server's answer for this
 * ref). The commit is a function of the request and of the signing key alone: the same request
 * gives the same id, unless the key is one of ECDSA, whose signatures are random before
 * OpenSSL 3.2. Each edited file must be a regular file with exactly old_bytes in base; its mode is
 * kept. A commit that options.trust wouldn't let be read again is an error before anything moves.
 *
 * After a refusal the ref is read again: moved is a race, not moved is WRITE_REFUSED with the
 * server's words. Hooks of a bare repository given by path aren't run (as with git update-ref).
 * A kill leaves the branch at base or at the commit; of a bare repository it may also leave the
 * ref's lock file, which the next write takes away.
 *
 * With request->journal, and where journal_branch_read says NEW, LOST or READ, the records that are
 * due become a commit of the journal's branch, of the same identity and key, dated by the latest of
 * them, and the message gets the trailer `Weir-Journal: ID` (of the journal's tip before; "new":
 * none). Both branches move at once where the server can (`atomic`), else the branch first; a bare
 * repository's both locks are taken before either moves. A journal that moved meanwhile is a race.
 * One that stays behind a branch that moved is no failure: words say so, and its records are due
 * again in the next run. Without a commit (count 0, or no difference) the journal alone is written:
 * WRITE_DONE with commit "". Records for a file in trouble, or that is full, are left out.
 */
MUST_USE int commit_write(struct repository *repository, const struct commit_request *request,
                          struct write_outcome *out, struct err *err);
