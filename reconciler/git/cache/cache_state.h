// SPDX-License-Identifier: Apache-2.0
/* Reads and writes the file `state` of a cache folder. */
#pragma once

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/branch.h"

struct cache_state {
    unsigned long generation; /* 0: the file has no valid state for this URL */
    git_oid tip;              /* the commit that was fetched last */
    char ref[BRANCH_REF_MAX]; /* the ref that was fetched last */
};

/* Reads the state; generation is 0 if the file is missing, damaged or for another URL. */
struct cache_state cache_state_read(const struct cache *cache);
/* Writes the state. */
MUST_USE int cache_state_write(const struct cache *cache, unsigned long generation, const char *ref,
                               const git_oid *tip, struct err *err);
