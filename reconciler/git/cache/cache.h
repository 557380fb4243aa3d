// SPDX-License-Identifier: Apache-2.0
/*
 * The cache of a URL: a folder with
 *
 *     lock       locked while the network is used, by one process at a time
 *     state      format, URL, generation, the ref and commit that were fetched last, and the tip of
 *                the journal that was relied upon last
 *     seen       the tips that were acted upon (last_seen.h)
 *     server     the capabilities of the server (server_cache.h)
 *     aside      while a history is read: a repository that is removed afterwards
 *     1, 2, …    generations: bare repositories of packs only, without history (`shallow`)
 *
 * It is disposable: when something is wrong with it, the next generation is made. A generation is
 * changed only by adding packs. It is removed when a newer one is complete and no process has it
 * open (its `in-use` is locked), so that files stay readable once they are listed. Halves that a
 * killed run left are removed when the next process opens the cache (cache_cleanup.h). The ids of
 * objects are verified at every reading, so a damaged cache can't give wrong bytes.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "reconciler/git/wire/fetch.h"

enum {
    CACHE_FORMAT = 1,
    CACHE_PACKS_MAX = 32, /* libgit2 looks through all of them for each object */
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
    int lock;                /* descriptor, or -1 */
    struct generation older; /* the one before, for sources that were listed from it */
    struct generation open;  /* its handles are also the repository's */
    struct arena arena;      /* of shallow */
    struct object_ids shallow;
    git_oid tip;     /* zero: none */
    git_oid journal; /* zero: none is known; kept when a new generation is made */
    bool tidy;       /* leftovers of killed runs were removed */
    bool pending;    /* the open generation is new; the state names it from its first tip on */
};

/* Names the cache folder for a URL or a path, below $XDG_CACHE_HOME or $HOME; the caller frees it.
 */
MUST_USE int cache_name(const char *identity, char **out, struct err *err);

MUST_USE int cache_make(struct cache *cache, struct repository *repository, struct err *err);
/* Frees libgit2's handles; the folder stays. */
void cache_close(struct cache *cache);

/* Waits for other processes, at most options.silence_seconds. */
MUST_USE int cache_lock(struct cache *cache, struct err *err);
void cache_unlock(struct cache *cache);

/* Opens the generation that the state names, and reads its tip and shallow commits. Makes a new one
 * when the state names none, when it is damaged or full of packs, or when `fresh`. Locked. */
MUST_USE int cache_open(struct cache *cache, bool fresh, struct err *err);

/* The tip was fetched: the ids that came (NULL: none) join the shallow ones, the state is written,
 * older generations go. Locked. */
MUST_USE int cache_keep(struct cache *cache, const char *ref, const git_oid *tip,
                        const struct fetched *came, struct err *err);

/* Opens and removes the bare repository `aside`, for objects that are needed once. Locked. */
MUST_USE int cache_aside_open(struct cache *cache, struct generation *out, struct err *err);
void cache_aside_close(struct cache *cache, struct generation *aside);

/* Remembers the tip of the journal that is relied upon from now on. Locked. */
MUST_USE int cache_remember(struct cache *cache, const git_oid *journal, struct err *err);
