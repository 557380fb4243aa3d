// SPDX-License-Identifier: Apache-2.0
/* Makes commits in a bare repository or at a URL, without a checkout. */
#pragma once

#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

struct identity {
    const char *name, *email; /* without <, > and control bytes */
};

/*
 * Supplies the records that are added to the journal together with a commit. commit_write calls
 * `due` at most once, after it has made the commit and before it moves a ref. `due` must give the
 * same records for the same commit.
 */
struct journal_writer {
    /* Appends the due records to `out`, with their texts in the arena. commit: the new commit's hex
     * id; NULL: no commit is made, and records are due for the tip of the last repository_source.
     * Returns true if all moves of tags up to this commit then have records. */
    bool (*due)(void *context, const char *commit, due_list *out, struct arena *arena);
    void *context;
};

/* If the base has a later date than this (in 2038), its date is a mistake and is ignored. */
enum { COMMIT_DATE_MAX = INT32_MAX };

struct commit_request {
    const char *base; /* source.commit; NULL: the repository was empty, the branch is created */
    const struct file_edit *edits; /* in any order, each path once */
    size_t count;
    const char *message; /* UTF-8; a newline at the end is added if it is missing */
    struct identity author, committer;
    moment date; /* date of author and committer, in UTC; the base's committer date is used instead
                  * if it is later, unless it is after 2038-01-19 */
    const struct journal_writer *journal; /* NULL: the journal is not changed */
};

/*
 * Makes one commit on top of base, then moves the branch from base to the commit by
 * compare-and-swap. For a URL the push names the expected old id. The commit depends only on the
 * request, the signing key and, with request->journal, the journal's tip. The same three give the
 * same id, except with an ECDSA key, whose signatures are random before OpenSSL 3.2. Each edited
 * file must be a regular file with exactly old_bytes in base; its mode is kept. A commit that
 * options.trust would not accept when it is read again is an error before anything moves.
 *
 * Unless the server accepts the whole push, the refs are read again. The result is WRITE_DONE if
 * the branch is at the new commit, WRITE_RACE if a ref has moved elsewhere, or WRITE_REFUSED with
 * the server's words if the server refused. Hooks of a bare repository given by path are not run. A
 * kill leaves the branch at base or at the commit. In a bare repository a kill may also leave the
 * ref's lock file, which weir's next write removes.
 *
 * With request->journal, and if journal_branch_read returns NEW, LOST or READ, the records that are
 * due become a commit of the branch's journal. It has the same identities and key, and the date of
 * the latest record. The first commit of a journal is a child of a commit of the base's journal, if
 * there is one (journal_base.h). The message of the branch's commit gets the trailer `Weir-Journal:
 * BRANCH ID`: the journal's tip before this write, or "new" before its first commit. If another
 * branch has a name that does not let git create the journal's branch, the result is WRITE_REFUSED,
 * and nothing is written. Both branches move together if
 * the server can do that (`atomic`), otherwise the branch moves first. In a bare repository both
 * locks are taken before either ref moves. If the journal moved in the meantime, that is a race,
 * unless the branch has moved already. If the branch moves and the journal does not, that is not a
 * failure: out->words say why, and the records are due again in the next run. If there is no commit
 * (count 0, or no difference), only the journal is written: WRITE_DONE, and out->commit is "". If
 * no record is due either, the result is WRITE_NOTHING. Records for a journal file that is invalid
 * or full are not written.
 */
MUST_USE int commit_write(struct repository *repository, const struct commit_request *request,
                          struct write_outcome *out, struct err *err);
