// SPDX-License-Identifier: Apache-2.0
/* Within a conversation: commits with their trees and files from the server into the cache. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* Fetches one commit without its history, unless the cache has it, and keeps it as the state's
 * `ref`. *id may be that of a tag, and becomes that of its commit. */
MUST_USE int remote_fetch_commit(struct remote *remote, const char *ref, git_oid *id,
                                 struct err *err);

/* Fetches the commits of the branch and of the journal, by one request where that is possible. A
 * journal that can't be fetched is not an error: tip->journal says why. */
MUST_USE int remote_fetch_tips(struct remote *remote, struct tip *tip, struct err *err);
