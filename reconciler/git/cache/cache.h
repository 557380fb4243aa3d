// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps objects that were fetched from a URL in a cache folder. The folder contains:
 *
 *     lock       locked while the network is used, by one process at a time
 *     state      format, URL, generation, and the ref and commit that were fetched last
 *     seen       the tips that weir relied upon last: of journals, and of branches if signatures
 *                are required (last_seen.h)
 *     server     the capabilities of the server (server_cache.h)
 *     parts      decoded files (parts_store.h)
 *     aside      a repository for a history that is needed once; removed after use
 *     1, 2, …    generations: bare repositories of packs only, without history (`shallow`)
 *
 * The cache is disposable: if it is damaged, a new generation is made. Packs are only added to a
 * generation. A generation is removed when a newer one is complete and no process has it open. A
 * process holds a lock on the file `in-use` of each generation that it has open, so files stay
 * readable once they are listed. Incomplete packs of a killed run are removed when the next process
 * opens the cache (cache_cleanup.h). The ids of objects are verified at every reading, so a damaged
 * cache can't give wrong bytes.
 *
 * "Locked" below means that the caller must have called cache_lock.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "reconciler/git/wire/fetch.h"

enum {
    CACHE_FORMAT = 1,
    CACHE_PACKS_MAX = 32, /* the most packs of a generation; libgit2 searches all of them for each
                           * object */
};

struct repository;

struct generation {
    unsigned long number; /* 0: none */
    git_repository *git;
    git_odb *odb;
    int use; /* descriptor of `in-use`, or -1 */
};

struct cache {
    struct repository *repository;
    char *folder;
    int lock;                  /* descriptor, or -1 */
    struct generation older;   /* the previous generation, for sources that were listed from it */
    struct generation open;    /* its handles are also the repository's `git` and `odb` */
    struct arena arena;        /* memory of shallow */
    struct object_ids shallow; /* commits of the open generation without their parents */
    git_oid tip;               /* the commit that was fetched last; zero: none */
    bool tidy;                 /* leftovers of killed runs were removed */
    bool pending; /* the open generation is new: the state names it after the first fetch */
};

/* Sets *out to the cache folder for a URL or a path, within $XDG_CACHE_HOME/weir or
 * $HOME/.cache/weir. The caller frees it. */
MUST_USE int cache_name(const char *identity, char **out, struct err *err);

/* Initializes the cache and names its folder. Opens and locks nothing. */
MUST_USE int cache_make(struct cache *cache, struct repository *repository, struct err *err);
/* Frees libgit2's handles; the folder stays. */
void cache_close(struct cache *cache);

/* Locks the cache. Waits for other processes, at most options.silence_seconds. */
MUST_USE int cache_lock(struct cache *cache, struct err *err);
void cache_unlock(struct cache *cache);

/* Opens the generation that the state names, and sets the tip and the shallow commits of the cache.
 * Makes a new generation if the state names none, if the named one is damaged or has more than
 * CACHE_PACKS_MAX packs, or if `fresh` is true. If this process made a new generation that the
 * state does not name yet, keeps that one unless `fresh` is true. Locked. */
MUST_USE int cache_open(struct cache *cache, bool fresh, struct err *err);

/* Writes the fetched tip into the state, updates the shallow commits with those of `came` (NULL: no
 * change), and removes older generations that are not in use. Locked. */
MUST_USE int cache_keep(struct cache *cache, const char *ref, const git_oid *tip,
                        const struct fetched *came, struct err *err);

/* Updates only the shallow commits. Locked. */
MUST_USE int cache_keep_shallow(struct cache *cache, const struct fetched *came, struct err *err);

/* Make and remove the bare repository `aside`, for objects that are needed once. Locked. */
MUST_USE int cache_aside_open(struct cache *cache, struct generation *out, struct err *err);
void cache_aside_close(struct cache *cache, struct generation *aside);
