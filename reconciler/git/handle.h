// SPDX-License-Identifier: Apache-2.0
/* Defines struct repository and the functions that each kind of repository implements. Only files
 * of reconciler/git include this header. */
#pragma once

#include <git2.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/ledger_store.h"
#include "reconciler/git/location.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/refs/tip.h"
#include "reconciler/git/repository.h"
#include "reconciler/git/stop.h"

struct remote;
struct ref_steps;

/* Fetches history that the repository lacks into a folder that is removed afterwards. */
struct history_fetcher {
    /* Locks the cache and makes the folder. Returns 0, or 1 if the server can't send a history, or
     * -1 on error. */
    int (*open)(struct repository *repository, struct generation *out, struct err *err);
    /* Returns 0, or 1 if the server can't send a history, or -1 on error. came->shallow and
     * came->deepened are valid until the next call. */
    int (*fetch)(struct repository *repository, const struct fetch_request *request,
                 struct fetched *came, struct err *err);
    /* Removes the folder and unlocks the cache. */
    void (*close)(struct repository *repository, struct generation *folder);
};

/* The functions and capabilities of one kind of repository. */
struct repository_driver {
    enum repository_kind kind;
    bool in_place; /* true: files are read from the folder and edited in place; false: they are read
                    * at a branch's tip and written by commits */
    bool pushes;   /* true: new objects go into repository->pack, to be pushed; false: into the
                    * odb */
    bool journal_advisory; /* the journal is a person's copy: it is read, but never appended to */

    int (*open)(struct repository *repository, struct err *err);
    /* Called also after open failed. */
    void (*close)(struct repository *repository);

    /* Reads the current state: sets repository->listing and *tip. */
    int (*refresh)(struct repository *repository, struct tip *tip, struct err *err);
    /* Appends the bytes of a file of repository->listing. Returns 0, or 1 if they do not fit
     * (err is set as well), or -1. */
    int (*read)(struct repository *repository, const struct source_file *file, struct text *bytes,
                struct err *err);
    /* Finds the tips of the branch and of the journal; their commits are in the odb afterwards. */
    int (*tips)(struct repository *repository, struct tip *out, struct err *err);
    /* Finds the commit that a revision names. If the revision is NULL, finds the tip of the branch
     * that refresh would read; in a work tree that is an error. */
    int (*find)(struct repository *repository, const char *revision, struct tip *out,
                struct err *err);

    /* Moves refs by compare-and-swap: all or none if that is possible, otherwise in their order. If
     * the first ref moves and a later one does not, out->words say why. The function is NULL if
     * in_place. */
    int (*move)(struct repository *repository, struct ref_steps *steps, struct write_outcome *out,
                struct err *err);

    /* Fetches objects that the odb lacks. The function is NULL for kinds that have all objects. */
    int (*need)(struct repository *repository, const git_oid *ids, size_t count, struct err *err);
    /* Makes a URL's damaged cache again. The function is NULL for other kinds. */
    int (*renew)(struct repository *repository, struct err *err);
    const struct history_fetcher *history; /* NULL for kinds without a server */

    /* Sets *out to the tip of the journal of a branch, as of the last `tips`. The tip's commit is
     * in the odb afterwards, or the state is UNKNOWN. NULL for plain folders. */
    void (*journal)(struct repository *repository, const char *branch, struct journal_tip *out);
    /* Returns false if there is no journal of any branch. NULL for kinds that have all objects. */
    bool (*journal_any)(const struct repository *repository);
    /* Sets *out to the branch that people mean if they name none, as of the last `tips`: HEAD's, or
     * origin's HEAD in a work tree; "" if that is unknown. NULL for plain folders. */
    void (*default_branch)(struct repository *repository, char out[BRANCH_MAX]);
    /* Fetches a commit of a journal, with its files and without its history, unless the odb has it.
     * The function is NULL for kinds that have all objects. */
    int (*journal_commit)(struct repository *repository, const git_oid *id, struct err *err);

    /* Sets *out to the tip of this journal's branch that weir relied upon last, as of the last
     * `tips`. Returns false if there is none. The function is NULL for kinds that remember nothing
     * between runs. */
    bool (*journal_seen)(const struct repository *repository, const char *journal, git_oid *out);
    /* Remembers the journal's tip that weir relies upon from now on. The function is NULL for the
     * same kinds. */
    void (*journal_remember)(struct repository *repository, const char *journal,
                             const git_oid *tip);
};

struct repository {
    const struct repository_driver *driver;
    struct arena own; /* texts of location and options */
    struct location location;
    struct repository_options options;
    char *cache;        /* the result of repository_cache; or NULL */
    const char *branch; /* the requested branch; NULL: HEAD's */
    bool library;       /* libgit2 is open */
    bool precious;      /* no object may be deleted */
    git_repository *git;
    git_odb *odb;
    git_odb *older;   /* the cache's previous generation, for sources listed from it; or NULL */
    struct pack pack; /* the objects of the commits that are being made, if driver->pushes */
    int root;         /* descriptor of the folder, if driver->in_place; otherwise -1 */
    struct ignore ignore;
    struct tip tip; /* the tip at the last repository_source or chronicle_open */
    struct listing listing;
    uint64_t version; /* increases whenever the listing's files may have changed */
    bool listed;      /* the listing is of commit listed_id */
    git_oid listed_id, listed_tree;
    struct ledger ledger;
    struct ledger_kept kept; /* what an earlier run kept of the journal */
    LIST_OF(struct trusted_tip)
    trusted;                    /* the tip of each journal that this process trusted last;
                                 * a URL forgets them at each `tips`, because its cache
                                 * remembers them; in `own` */
    struct journal_cut cut;     /* the last one that was made or recalled */
    bool cut_recalled;          /* the kept cut was looked for */
    struct journal_proof proof; /* the last one */
    struct journal_member member;
    git_oid named_at;            /* the tip for which `named` was found; zero: none */
    struct named_journal named;  /* the journal of another branch; branch "": none */
    git_oid reached;             /* the commit that this process remembers (journal_reach.h); zero:
                                  * none */
    struct journal_start start;  /* if the journal's branch does not exist yet */
    const char *settings_branch; /* the branch that weir.yaml names; or NULL */
    struct remote *remote;       /* NULL unless the location is a URL */
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
