// SPDX-License-Identifier: Apache-2.0
/* The tips of the branch and of the journal, asked of the server. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* While the cache is locked and open: asks for the tips; with `fetch`, the cache has their commits
 * afterwards. Of a server without version 2 too. */
MUST_USE int remote_tip_ask(struct remote *remote, bool fetch, struct tip *out, struct err *err);

/* In a conversation: the server has no such branch (NULL: no HEAD). An error whose hint lists its
 * branches; or 0 when it has none, because the repository is empty. */
MUST_USE int remote_tip_absent(struct remote *remote, const char *branch, struct tip *out,
                               struct err *err);
