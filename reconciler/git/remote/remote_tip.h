// SPDX-License-Identifier: Apache-2.0
/* Asks a server for the tips of the branch and of the journal. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* Asks for the tips; with `fetch`, also fetches their commits into the cache. Supports servers
 * without version 2 too. The caller must have locked and opened the cache. */
MUST_USE int remote_tip_ask(struct remote *remote, bool fetch, struct tip *out, struct err *err);

/* Called within a conversation if the server does not have the branch. branch: NULL if the server's
 * HEAD does not name an existing branch. Fails with a hint that lists the server's branches. If
 * there are none, the repository is empty: returns 0, and out->exists is false. */
MUST_USE int remote_tip_absent(struct remote *remote, const char *branch, struct tip *out,
                               struct err *err);
