// SPDX-License-Identifier: Apache-2.0
/*
 * Refuses a branch that was rewound. A signature shows who wrote a commit, not that it is the
 * newest: somebody who can move a branch could make weir act upon an older signed commit. So if
 * signatures are required, the file `seen` in the cache folder keeps the tip of each branch that
 * weir acted upon last, in one line:
 *
 *     ID REF URL
 *
 * The history of the branch's next tip must contain this commit. If the folder is removed, the next
 * tip is accepted without this check.
 */
#pragma once

#include <git2.h>

#include "manifests/base/err.h"
#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/tip.h"

/* The most branches; if there are more, those unchanged for the longest time are forgotten. */
enum { LAST_SEEN_MAX = 1000 };

struct remote;

/* The remembered tip of a branch, read while the cache is locked to ask for the branch's tip. If
 * another process remembers a newer tip after that, the branch was not rewound. */
struct seen {
    bool known; /* false: no tip is remembered */
    git_oid id;
};

/* Reads the remembered tip of a branch. Fails if the file can't be read or is damaged. The caller
 * must have locked the cache. */
MUST_USE int last_seen_read(const struct cache *cache, const char *branch, struct seen *out,
                            struct err *err);
/* Remembers the tip that is acted upon. The caller must have locked the cache. */
MUST_USE int last_seen_write(const struct cache *cache, const char *branch, const git_oid *id,
                             struct err *err);

/* Must be called before weir acts upon a tip whose signature was accepted. Remembers the tip. Fails
 * if the tip does not descend from the remembered one, or possibly does not, unless
 * options.accept_rewind is set. */
MUST_USE int last_seen_guard(struct remote *remote, const struct tip *tip, struct err *err);
