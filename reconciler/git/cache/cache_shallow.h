// SPDX-License-Identifier: Apache-2.0
/* Reads and writes the shallow commits of a generation, whose parents the cache does not have.
 * git's own file `shallow` lists them. */
#pragma once

#include "reconciler/git/cache/cache.h"

/* Sets cache->shallow, which is empty without the file. Returns false if the file is damaged or
 * can't be read. */
bool cache_shallow_read(struct cache *cache, unsigned long generation);
/* Updates the list of the open generation with the commits that a fetch made shallow or
 * deepened. */
MUST_USE int cache_shallow_write(struct cache *cache, const struct fetched *came, struct err *err);
