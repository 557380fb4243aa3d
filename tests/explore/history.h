// SPDX-License-Identifier: Apache-2.0
/* A model of Git: commits with parents, authors and messages, and the ways to combine them. All
 * values live in the pool. */
#pragma once

#include <stdbool.h>

#include "diff/base/claimed_move.h"
#include "diff/base/evidence.h"
#include "manifests/base/list.h"
#include "tests/explore/scenario.h"

/* A tag in one version of its file, and the images that are denied according to the events.
 */
struct pin {
    int image;             /* by the file alone; 0: none, or the tag is an alias */
    unsigned denied;       /* images from which persons rolled back, as bits */
    bool held;             /* the file has a hold */
    moment until;          /* end of the hold; MOMENT_NEVER: none */
    const char *why;       /* reason of the hold, or NULL */
    int released;          /* the image that the file releases; 0: none */
    const char *reference; /* the source of the image, without digest; or NULL */
    const char *follows;   /* the tag that it is an alias of, or NULL */
    const char *entry;     /* where the tag's entry begins in the bytes */
    size_t length;         /* of the entry */
};

/* One version of a file. */
struct version {
    const char *bytes; /* in the pool, so equal bytes have equal addresses */
    struct pin pins[SLOTS_MAX];
};

/* A move that a message claims. */
struct claim {
    struct claimed_move move;
    int place;
    const struct evidence *evidence;
    size_t evidence_count;
};
typedef LIST_OF(struct claim) claim_list;

struct commit {
    const char *id;
    int number;                      /* greater than those of the parents */
    const struct commit *parents[2]; /* or NULL */
    const struct version *files[FILES_MAX];
    const char *author, *subject;
    moment time;
    claim_list claims;
};
typedef LIST_OF(const struct commit *) commit_list;

/* Returns the version with these bytes. old: the version whose denied images it keeps, or NULL. */
struct version *version_make(const struct scenario *scenario, int file, const char *bytes,
                             const struct version *old);
const struct pin *commit_pin(const struct scenario *scenario, const struct commit *commit,
                             int place);
/* Returns the tag's image in this commit; an alias has that of the tag that it follows. */
int commit_image(const struct scenario *scenario, const struct commit *commit, int place);

/* Returns a new commit with the files of its first parent. */
struct commit *commit_make(const struct commit *parent, const struct commit *other,
                           const char *author, const char *subject, moment time);
/* True if the tip is the commit or has it in its history. */
bool history_has(const struct commit *tip, const struct commit *commit);
/* Returns the commit with this ID in the tip's history, or NULL. */
const struct commit *history_find(const struct commit *tip, const char *id);
/* Returns, in the arena, the commits of `tip` that are not in the history of `other` (NULL: all),
 * newest first. */
commit_list history_between(struct arena *arena, const struct commit *tip,
                            const struct commit *other);
/* Sets the commit's files to the merge of both tips. Returns false if both changed a file. */
bool history_merge(const struct scenario *scenario, const struct commit *ours,
                   const struct commit *theirs, struct commit *out);
/* Applies the changes of `picked` to the files of `out`. Returns false if a file has changed since
 * or if nothing changes. */
bool history_pick(const struct scenario *scenario, const struct commit *picked, struct commit *out);
