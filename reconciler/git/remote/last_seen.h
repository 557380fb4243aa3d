// SPDX-License-Identifier: Apache-2.0
/*
 * Refuses a branch that was rewound. A signature shows who wrote a commit, not that it is the
 * newest: somebody who can move a branch could make weir act upon an older signed commit. So if
 * signatures are required, the file `seen` in the cache folder has one line for each branch, with
 * the tip that weir acted upon last:
 *
 *     ID REF URL
 *
 * The history of the branch's next tip must contain this commit. If the folder is removed, the next
 * tip is accepted without this check.
 *
 * The file also has a line for each journal that weir relied upon, with or without signatures
 * (journal_rewind.h).
 */
#pragma once

#include <git2.h>

#include "manifests/base/err.h"
#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/tip.h"

/* The most branches and journals; if there are more, those unchanged for the longest time are
 * forgotten. */
enum { LAST_SEEN_MAX = 2000 };

struct remote;

/* The remembered tip of a branch. It is read under the same lock of the cache under which the
 * server is asked for the branch's tip. So a newer tip that another process remembers after that
 * does not look like a rewind. */
struct seen {
    bool known; /* false: no tip is remembered */
    git_oid id;
};

/* All remembered tips of one URL. */
struct seen_tips {
    LIST_OF(struct trusted_tip) list;
};

/* Reads the remembered tips of the cache's URL into the arena; none if the file can't be read or is
 * damaged. The caller must have locked the cache. */
void last_seen_list(const struct cache *cache, struct arena *arena, struct seen_tips *out);
/* Reads the remembered tip of a branch. Fails if the file can't be read or is damaged. The caller
 * must have locked the cache. */
MUST_USE int last_seen_read(const struct cache *cache, const char *branch, struct seen *out,
                            struct err *err);
/* Remembers the tip that is acted upon. The caller must have locked the cache. */
MUST_USE int last_seen_write(const struct cache *cache, const char *branch, const git_oid *id,
                             struct err *err);

/* Checks a tip whose signature was accepted, and remembers it. The caller must call this before it
 * acts upon the tip. Unless options.accept_rewind is set, fails if the tip does not descend from
 * the remembered one, or if that is unknown. */
MUST_USE int last_seen_guard(struct remote *remote, const struct tip *tip, struct err *err);
