// SPDX-License-Identifier: Apache-2.0
/* The shallow commits of a generation: those whose parents the cache does not have. git's own file
 * `shallow` lists them. */
#pragma once

#include "reconciler/git/cache/cache.h"

/* Sets cache->shallow; false when the file is damaged. */
bool cache_shallow_read(struct cache *cache, unsigned long generation);
/* Adds and removes those that came with a fetch into the open generation. */
MUST_USE int cache_shallow_write(struct cache *cache, const struct fetched *came, struct err *err);
