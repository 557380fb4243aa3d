// SPDX-License-Identifier: Apache-2.0
/* The contents of struct repository, for the files of this folder only. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/location.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/repository.h"
#include "reconciler/git/stop.h"

struct remote;
struct steps;

/* How one kind does what the kinds do differently. */
struct repository_driver {
    /* Lists anew into out; NULL for kinds with a tip. */
    int (*list)(struct repository *repository, struct listing *out, struct tip *tip,
                struct err *err);
    /* Asks where the branch stands; the commit's objects are in the odb afterwards. */
    int (*tip)(struct repository *repository, struct tip *out, struct err *err);
    /* Moves the last tip's branch and the journal's: both or none where that can be had, else the
     * branch first. A journal that stays behind is in the outcome's words. */
    int (*move)(struct repository *repository, struct steps *steps, struct write_outcome *out,
                struct err *err);
    /* The last tip was judged and will be acted upon; -1 when it goes back. NULL for kinds that
     * remember nothing. Only where options.trust asks for signatures. */
    int (*guard)(struct repository *repository, const struct tip *tip, struct err *err);
    /* Fetches objects that the odb lacks; NULL for kinds that have them all. */
    int (*need)(struct repository *repository, const git_oid *ids, size_t count, struct err *err);
    /* Makes a damaged cache anew; NULL for kinds without one. */
    int (*renew)(struct repository *repository, struct err *err);
    void (*close)(struct repository *repository);
};

struct repository {
    enum repository_kind kind;
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
    struct pack pack; /* a URL: the objects of the commit that is being made */
    int root;         /* descriptor of the folder, or -1 */
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
