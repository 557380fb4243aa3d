// SPDX-License-Identifier: Apache-2.0
/*
 * The commits behind the last source's tip, by first parents, newest first. What of them is at hand
 * depends on the repository: a URL's cache has a few, and a history is then fetched into a folder
 * of its own beside the cache's generations, commits and trees first, and thrown away afterwards.
 */
#pragma once

#include <git2.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/handle.h"

enum { HISTORY_DEPTH_MAX = 100001 };

struct history {
    struct repository *repository;
    struct generation aside; /* of a URL, once more was needed than its cache has */
    struct arena arena;
    struct object_ids shallow; /* of aside */
    unsigned depth;            /* of aside; 0: nothing was fetched */
    bool locked;
};

void history_close(struct history *history);
#define history_scope CLEANUP(history_close)

/*
 * A commit that is `back` first parents behind the tip, fetched when that is needed and possible.
 * 0, 1 when it is out of reach (err says why), -1.
 */
MUST_USE int history_commit(struct history *history, const git_oid *id, unsigned back,
                            git_commit **out, struct err *err);
/* As object_read. */
MUST_USE int history_read(struct history *history, const git_oid *id, git_object_t type,
                          size_t maximum, git_odb_object **out, struct err *err);
/* Fetches those of the blobs that are not at hand. */
MUST_USE int history_want(struct history *history, const struct object_ids *blobs, struct err *err);

/* Fetches all that a URL's server has behind these commits, files too, up to HISTORY_DEPTH_MAX
 * commits of each; nothing where the history is at hand. */
MUST_USE int history_all(struct history *history, const struct object_ids *tips, struct err *err);
/* Where objects are read from once all were fetched. */
git_odb *history_odb(const struct history *history);

/* Whether one of weir's own commits at hand says that there was a journal. */
bool history_names_journal(struct repository *repository);
