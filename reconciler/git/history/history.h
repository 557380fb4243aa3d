// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the ancestors of the tip of the last repository_source. A local repository is read as it
 * is. A URL's cache has only a few commits, so the history is fetched into the folder `aside` of
 * the cache: commits and trees first, files when they are needed. history_close deletes the folder.
 */
#pragma once

#include <git2.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/handle.h"

enum { HISTORY_DEPTH_MAX = 100001 }; /* commits that history_all fetches of each history */

struct history {
    struct repository *repository;
    git_oid from;            /* the commit from which depths are counted; zero: the tip */
    struct generation aside; /* the folder; zeroed until it is made */
    struct arena arena;
    struct object_ids shallow; /* commits in the folder whose parents were not fetched */
    unsigned depth;            /* depth of the last fetch, in commits from the tip; 0: none yet */
    bool locked;               /* the folder exists, and we have the cache's lock */
};

void history_close(struct history *history);
#define history_scope CLEANUP(history_close)

/*
 * Finds a commit that is `back` parents away from the tip, and fetches the commit if needed.
 * Returns 0, or 1 if the commit is out of reach (err says why), or -1. The caller frees *out with
 * git_commit_free.
 */
MUST_USE int history_find_commit(struct history *history, const git_oid *id, unsigned back,
                                 git_commit **out, struct err *err);
/* Does the same, but a commit that is out of reach is an error. Returns 0 or -1. */
MUST_USE int history_commit(struct history *history, const git_oid *id, unsigned back,
                            git_commit **out, struct err *err);
/* Reads an object from the repository or the folder, as object_read does. Fetches nothing. */
MUST_USE int history_read(struct history *history, const git_oid *id, git_object_t type,
                          size_t maximum, git_odb_object **out, struct err *err);
/* Fetches the blobs that are missing. Fails if the fetch fails; a server that can't send a history
 * is not an error. */
MUST_USE int history_want(struct history *history, const struct object_ids *blobs, struct err *err);

/* Fetches the histories of these commits with all files, up to HISTORY_DEPTH_MAX commits each. Does
 * nothing for a local repository, or if the server cannot give a history. */
MUST_USE int history_all(struct history *history, const struct object_ids *tips, struct err *err);
/* Returns the object database that has all objects after history_all: the folder's if there is one,
 * otherwise the repository's. */
git_odb *history_odb(const struct history *history);

/* Returns true if one of the newest 1000 commits, following first parents, is weir's own and says
 * that there was a journal. Fetches nothing. */
bool history_names_journal(struct repository *repository);
