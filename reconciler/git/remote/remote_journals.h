// SPDX-License-Identifier: Apache-2.0
/* Keeps the tips of all journals of a server, as of the last question for a branch's tip. The same
 * answer of the server has them all, so that a branch without a journal can read that of its base
 * without another question. */
#pragma once

#include "reconciler/git/journal/journal_tip.h"
#include "reconciler/git/remote/remote_talk.h"
#include "reconciler/git/wire/ls_refs.h"

/* Copies the journals' refs and the branch of the server's HEAD out of the server's answer, and
 * reads the tips of journals that the cache remembers. The caller must have locked the cache, since
 * before the server was asked: then a newer tip that another process remembers after that does not
 * look like a rewind. */
void remote_journals_keep(struct remote *remote, const struct served *served);
/* Sets *out to the tip of the branch's journal. Fetches nothing. */
void remote_journals_find(const struct remote *remote, const char *branch, struct journal_tip *out);
/* Sets *out to the tip that the cache remembered for this journal. Returns false if there is none.
 */
bool remote_journals_seen(const struct remote *remote, const char *journal, git_oid *out);
