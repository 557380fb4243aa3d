// SPDX-License-Identifier: Apache-2.0
/* Fetches from servers that do not support version 2, with libgit2's smart protocol over our wire.
 * A branch comes with its whole history. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/* Asks for the tips of the branch and of the journal; with `fetch`, also fetches them into the
 * cache with their whole histories. The caller must have locked and opened the cache, which must
 * not be shallow. */
MUST_USE int version0_tip(struct remote *remote, bool fetch, struct tip *out, struct err *err);

/* Fetches the journal of a branch, whose tip has this id, with its whole history. The caller must
 * have locked and opened the cache. */
MUST_USE int version0_journal(struct remote *remote, const char *branch, const git_oid *id,
                              struct err *err);
