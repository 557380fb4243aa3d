// SPDX-License-Identifier: Apache-2.0
/* Servers that do not speak version 2: libgit2's smart protocol over our wire. It fetches the whole
 * history of a branch. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* While the cache is locked and open: asks for the tips of the branch and of the journal; with
 * `fetch`, the cache has their whole histories afterwards. The cache must not be shallow. */
MUST_USE int version0_tip(struct remote *remote, bool fetch, struct tip *out, struct err *err);
