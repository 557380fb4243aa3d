// SPDX-License-Identifier: Apache-2.0
/* The file `state` of a cache folder. */
#pragma once

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/refs/branch.h"

struct cache_state {
    unsigned long generation; /* 0: there is no valid state of this URL */
    git_oid tip;
    git_oid journal; /* or zero */
    char ref[BRANCH_REF_MAX];
};

struct cache_state cache_state_read(const struct cache *cache);
/* Writes the state with the cache's journal. */
MUST_USE int cache_state_write(const struct cache *cache, unsigned long generation, const char *ref,
                               const git_oid *tip, struct err *err);
