// SPDX-License-Identifier: Apache-2.0
/* The contents of struct repository, and the functions in which kinds of repositories differ. For
 * the files of this folder only. */
#pragma once

#include <git2.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/location.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/repository.h"
#include "reconciler/git/stop.h"

struct remote;
struct ref_steps;

/* Fetching of history that the repository lacks, into a folder beside it. */
struct history_fetcher {
    /* Locks the cache and makes the folder: 0, 1 when the server can't give a history, -1. */
    int (*open)(struct repository *repository, struct generation *out, struct err *err);
    /* 0, 1 when the server can't, -1. came->shallow and came->deepened last until the next call. */
    int (*fetch)(struct repository *repository, const struct fetch_request *request,
                 struct fetched *came, struct err *err);
    /* Removes the folder and unlocks the cache. */
    void (*close)(struct repository *repository, struct generation *folder);
};

/* The functions and capabilities of one kind of repository. */
struct repository_driver {
    enum repository_kind kind;
    bool in_place; /* files are read as they are and edited in place; else they are those of a
                      branch's tip, and written by commits */
    bool pushes;   /* new objects go into repository->pack, to be pushed; else into the odb */
    bool journal_advisory; /* the journal is somebody's copy: it is shown, and proves nothing */

    int (*open)(struct repository *repository, struct err *err);
    /* Called also when open failed half-way. */
    void (*close)(struct repository *repository);

    /* Reads what is there now: sets repository->listing, and *tip. */
    int (*refresh)(struct repository *repository, struct tip *tip, struct err *err);
    /* Appends the bytes of a file of repository->listing: 0, 1 when they don't fit (err is set as
     * well), -1. */
    int (*read)(struct repository *repository, const struct source_file *file, struct text *bytes,
                struct err *err);
    /* Finds the tips of the branch and of the journal; their commits are in the odb afterwards. */
    int (*tips)(struct repository *repository, struct tip *out, struct err *err);
    /* Finds the commit that a revision names; NULL: the tip of the branch that refresh would read.
     */
    int (*find)(struct repository *repository, const char *revision, struct tip *out,
                struct err *err);

    /* Moves refs by compare-and-swap: all or none where that is possible, else the first one first.
     * The outcome's words tell of a later one that did not move. NULL for in_place. */
    int (*move)(struct repository *repository, struct ref_steps *steps, struct write_outcome *out,
                struct err *err);

    /* Fetches objects that the odb lacks; NULL for kinds that have them all. */
    int (*need)(struct repository *repository, const git_oid *ids, size_t count, struct err *err);
    /* Makes a damaged cache again; NULL for kinds without one. */
    int (*renew)(struct repository *repository, struct err *err);
    const struct history_fetcher *history; /* NULL for kinds without a server */

    /* The tip of the journal that an earlier run relied upon last, or zero, and the one from now
     * on; both NULL for kinds that remember nothing between runs. */
    const git_oid *(*journal_seen)(const struct repository *repository);
    void (*journal_remember)(struct repository *repository, const git_oid *tip);
};

struct repository {
    const struct repository_driver *driver;
    struct arena own; /* texts of location and options */
    struct location location;
    struct repository_options options;
    char *cache;        /* of repository_cache, or NULL */
    const char *branch; /* asked for; NULL: HEAD's */
    bool library;       /* libgit2 is open */
    git_repository *git;
    git_odb *odb;
    git_odb *older;   /* of the cache before this one, for sources read from it; or NULL */
    struct pack pack; /* of driver->pushes: the objects of the commit that is being made */
    int root;         /* of in_place: descriptor of the folder, or -1 */
    struct ignore ignore;
    struct tip tip; /* of the last repository_source */
    struct listing listing;
    uint64_t version; /* of the listing's files: another when they are others */
    bool listed;      /* the listing is that of commit listed_id */
    git_oid listed_id, listed_tree;
    struct ledger ledger;
    struct remote *remote;
};

/* True once options.stop is set. */
static inline bool repository_stopped(const struct repository *repository)
{
    return stop_requested(repository->options.stop);
}

/* True if files may be fetched when they are read, instead of with their commit. */
static inline bool repository_lazy(const struct repository *repository)
{
    return repository->options.partial && repository->driver->need != NULL;
}
