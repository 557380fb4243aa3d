// SPDX-License-Identifier: Apache-2.0
/* Fetches commits with their trees, and with their files unless options.partial is set, from the
 * server into the cache, within a conversation. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* Fetches one commit, without its history if the server can leave it out, and stores it in the
 * cache's state as the tip of `ref`. Fetches and stores nothing if the cache has the commit. *id
 * may be the id of a tag, and becomes the id of the tag's commit. */
MUST_USE int remote_fetch_commit(struct remote *remote, const char *ref, git_oid *id,
                                 struct err *err);

/* Fetches one commit of a journal with its files, and without its history if the server can leave
 * it out. */
MUST_USE int remote_fetch_journal(struct remote *remote, git_oid *id, struct err *err);

/* Fetches the commits of the branch and of the journal, together in one request if possible. A
 * journal that can't be fetched is not an error: tip->journal says why. */
MUST_USE int remote_fetch_tips(struct remote *remote, struct tip *tip, struct err *err);
