// SPDX-License-Identifier: Apache-2.0
/* What stands behind struct repository, for the files of this folder only. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "reconciler/git/files/ignore.h"
#include "reconciler/git/files/listing.h"
#include "reconciler/git/journal/ledger.h"
#include "reconciler/git/location.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/repository.h"

enum { BRANCH_MAX = 256 };

/* Where a branch stands. */
struct tip {
    char branch[BRANCH_MAX]; /* short name; "" for a detached HEAD */
    bool exists;             /* false: the repository is empty */
    git_oid id;
    struct journal_tip journal; /* asked for at the same time */
};

/* A branch that is moved by compare-and-swap; `to` NULL: it isn't touched. */
struct ref_step {
    const git_oid *from; /* NULL: it must not exist */
    const git_oid *to;
    bool moved; /* the answer */
};

struct steps {
    struct ref_step branch, journal;
};

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

struct remote;

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

extern const struct repository_driver bare_driver, remote_driver;

/* HEAD's branch or the given one, read from the repository's refs. */
MUST_USE int tip_read(git_repository *git, const char *branch, struct tip *out, struct err *err);

/* Opens a folder as a bare repository and its objects. */
MUST_USE int bare_open(struct repository *repository, const char *path, struct err *err);

/* Where the branch stands, of a work tree HEAD's, and the journal's; a URL's are asked for and
 * fetched. Nothing is listed and nobody's signature is judged. */
MUST_USE int repository_tips(struct repository *repository, struct tip *out, struct err *err);

MUST_USE int remote_open(struct repository *repository, struct err *err);

/* The journal's branch among the refs of a repository of this machine. */
void journal_tip_read(git_repository *git, struct journal_tip *out);
/* Why it could not be told; the error's words. */
void journal_tip_doubt(struct journal_tip *tip, const struct err *err);

/* Whether a tip may be acted upon by options.trust: 0, or -1 and why not. signature.c */
MUST_USE int tip_judge(struct repository *repository, const struct tip *tip, struct err *err);
/* Signs a new commit as the options say, and makes sure that it may be read again. */
MUST_USE int commit_sign(struct repository *repository, struct arena *arena, const char **commit,
                         struct err *err);

/* The bytes of a listed file from the odb, the one before, or the server. */
MUST_USE int blob_read(struct repository *repository, const struct source_file *file,
                       struct text *bytes, struct err *err);

bool repository_stopped(const struct repository *repository);
