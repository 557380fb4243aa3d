// SPDX-License-Identifier: Apache-2.0
/*
 * The cache of a URL: a folder with
 *
 *     lock       locked while the network is used; one process at a time
 *     state      format, URL, generation, the ref and commit that were fetched last, and the tip of
 *                the journal that was relied upon last
 *     seen       which tips were acted upon (rewind.h)
 *     server     what the server can do (told.h)
 *     aside      while a history is looked at: a repository that is thrown away afterwards
 *     1, 2, …    generations: bare repositories of packs only, without history (`shallow`)
 *
 * It is disposable: whatever is wrong with it, the next generation is made. A generation is never
 * changed but by adding packs, and is removed when a newer one is complete and no process has it
 * open (its `in-use` is locked), so that what was read stays readable. What a killed run left half
 * made goes when the next process opens the cache (litter.h). Objects are known by their ids, which
 * are verified at every reading: a cache can be damaged, it can't lie.
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
    struct generation older; /* the one before, for sources that were read from it */
    struct generation open;  /* its handles are also the repository's */
    struct arena arena;      /* of shallow */
    struct object_ids shallow;
    git_oid tip;     /* zero: none */
    git_oid journal; /* zero: none is known; outlives generations */
    bool tidy;       /* what killed runs left was taken away */
    bool pending;    /* the open generation is new, and not in the state before its first tip */
};

/* The cache folder of what is named so, below $XDG_CACHE_HOME or $HOME; the caller frees it. */
MUST_USE int cache_name(const char *identity, char **out, struct err *err);

MUST_USE int cache_make(struct cache *cache, struct repository *repository, struct err *err);
/* Lets go of libgit2's handles; the folder stays. */
void cache_close(struct cache *cache);

/* Waits for other processes; gives up after the silence of the options. */
MUST_USE int cache_lock(struct cache *cache, struct err *err);
void cache_unlock(struct cache *cache);

/* Opens the generation that the state names, reads its tip and shallow commits; makes a new one
 * when there is none, it is damaged or full of packs, or when `fresh`. Locked. */
MUST_USE int cache_open(struct cache *cache, bool fresh, struct err *err);

/* The tip was fetched: the ids that came (NULL: none) join the shallow ones, the state is written,
 * older generations go. Locked. */
MUST_USE int cache_keep(struct cache *cache, const char *ref, const git_oid *tip,
                        const struct fetched *came, struct err *err);

/* A small file of the folder: 0, or 1 when it can't be read; errno is ENOENT when there is none.
 * Written, it is the old one or the new one at any moment. Locked. */
MUST_USE int cache_read(const struct cache *cache, const char *name, struct text *out);
MUST_USE int cache_write(const struct cache *cache, const char *name, const char *bytes,
                         size_t length, struct err *err);

/* A bare repository beside the generations for what is needed once, and its end. Locked. */
MUST_USE int cache_aside_open(struct cache *cache, struct generation *out, struct err *err);
void cache_aside_close(struct cache *cache, struct generation *aside);

/* The tip of the journal that is relied upon from now on. Locked. */
MUST_USE int cache_remember(struct cache *cache, const git_oid *journal, struct err *err);
