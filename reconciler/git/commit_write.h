// SPDX-License-Identifier: Apache-2.0
/* Makes commits in a bare repository or at a URL, without a checkout. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

struct identity {
    const char *name, *email; /* without <, > and control bytes */
};

/*
 * Supplies the records that are added to the journal together with a commit. `due` is called once
 * for each try, after the commit was made and before any ref moves. It must give the same records
 * for the same commit.
 */
struct journal_writer {
    /* Appends the due records to `out`; their values live in the arena. commit: hex id, or NULL if
     * no commit is made: then records are due for the tip of the last repository_source. */
    void (*due)(void *context, const char *commit, due_list *out, struct arena *arena);
    void *context;
};

struct commit_request {
    const char *base; /* source.commit; NULL: the repository was empty, the branch is created */
    const struct file_edit *edits; /* in any order, each path once */
    size_t count;
    const char *message; /* UTF-8; a newline at the end is added if it is missing */
    struct identity author, committer;
    moment date; /* date of author and committer, in UTC; if the base's committer date is later,
                  * that one is used */
    const struct journal_writer *journal; /* NULL: the journal is not changed */
};

/*
 * Makes one commit on top of base, then moves the branch from base to it by compare-and-swap. For a
 * URL the push names the expected old id, and the server's answer for this ref counts. The commit
 * depends on the request and the signing key only: the same request gives the same id, except with
 * an ECDSA key, whose signatures are random before OpenSSL 3.2. Each edited file must be a regular
 * file with exactly old_bytes in base; its mode is kept. A commit that options.trust would not
 * accept when it is read again is an error before anything moves.
 *
 * If the server refuses, the ref is read again: if it moved, the result is WRITE_RACE; if not,
 * WRITE_REFUSED with the server's words. Hooks of a bare repository given by path are not run (as
 * with git update-ref). A kill leaves the branch at base or at the commit; in a bare repository it
 * may also leave the ref's lock file, which the next write removes.
 *
 * With request->journal, and if journal_branch_read returns NEW, LOST or READ, the records that
 * are due become a commit of the journal's branch, with the same identity and key and the date of
 * the latest record, and the message gets the trailer `Weir-Journal: ID` (the journal's tip before,
 * or "new" before its first commit). Both branches move together if the server can do that
 * (`atomic`), otherwise the branch first; in a bare repository both locks are taken before either
 * ref moves. A journal that moved in the meantime is a race. If the branch moves and the journal
 * does not, that is not a failure: out->words say so, and the records are due again in the next
 * run. If there is no commit (count 0, or no difference), only the journal is written: WRITE_DONE,
 * and out->commit is "". Records for a journal file that is invalid or full are not written.
 */
MUST_USE int commit_write(struct repository *repository, const struct commit_request *request,
                          struct write_outcome *out, struct err *err);
