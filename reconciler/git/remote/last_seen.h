// SPDX-License-Identifier: Apache-2.0
/*
 * Refuses a branch that was rewound. A signature tells who wrote a commit, not that it is the
 * newest: somebody who can move a branch could make weir act upon an older signed commit. So where
 * signatures are required, the tip of each branch that was acted upon is remembered in `seen` of
 * the cache folder, one line each:
 *
 *     ID REF URL
 *
 * The history of the next tip must contain it. When the folder is removed, the next tip is taken as
 * the first.
 */
#pragma once

#include <git2.h>

#include "manifests/base/err.h"
#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/tip.h"

enum { LAST_SEEN_MAX = 1000 }; /* branches; of more the longest unchanged are forgotten */

struct remote;

/* The tip that was remembered when the cache was locked to ask for the tip: another process that
 * acts upon a newer one in the meantime is not a rewind. */
struct seen {
    bool known;
    git_oid id;
};

/* -1 when `seen` exists and is invalid. Locked. */
MUST_USE int last_seen_read(const struct cache *cache, const char *branch, struct seen *out,
                            struct err *err);
/* Remembers the tip that is acted upon. Locked. */
MUST_USE int last_seen_write(const struct cache *cache, const char *branch, const git_oid *id,
                             struct err *err);

/* Before a judged tip is acted upon: remembers it, or refuses it when it does not descend from the
 * one that was seen and options.accept_rewind is not set. */
MUST_USE int last_seen_guard(struct remote *remote, const struct tip *tip, struct err *err);
