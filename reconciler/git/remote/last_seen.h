// SPDX-License-Identifier: Apache-2.0
/*
 * Refuses to go back. A signature says who wrote a commit, not that it is the newest: who can move
 * a branch could have an older signed commit acted upon. So where signatures are asked for, the tip
 * of each branch that was acted upon is remembered in `seen` of the cache's folder, a line each:
 *
 *     ID REF URL
 *
 * and the history of the next one must hold it. What is forgotten with the folder is taken as new.
 */
#pragma once

#include <git2.h>

#include "manifests/base/err.h"
#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/tip.h"

enum { LAST_SEEN_MAX = 1000 }; /* branches; of more the longest unchanged are forgotten */

struct remote;

/* What was known when the cache was locked to ask for the tip: another process may act upon a newer
 * one meanwhile, and that is no going back. */
struct seen {
    bool known;
    git_oid id;
};

/* -1 when `seen` is there and can't be understood. Locked. */
MUST_USE int last_seen_read(const struct cache *cache, const char *branch, struct seen *out,
                            struct err *err);
/* The branch was acted upon there. Locked. */
MUST_USE int last_seen_write(const struct cache *cache, const char *branch, const git_oid *id,
                             struct err *err);

/* A tip that was judged and is about to be acted upon: remembered, or refused when it doesn't come
 * from the one that was seen and options.accept_rewind doesn't take it. */
MUST_USE int last_seen_guard(struct remote *remote, const struct tip *tip, struct err *err);
