// SPDX-License-Identifier: Apache-2.0
/* Reads and writes the list of a generation's shallow commits: the commits whose parents the cache
 * does not have. The list is git's own file `shallow`. */
#pragma once

#include "reconciler/git/cache/cache.h"

/* Sets cache->shallow to the list, or to an empty list if there is no file. Returns false if the
 * file is damaged or can't be read. */
bool cache_shallow_read(struct cache *cache, unsigned long generation);
/* Updates the list of the open generation: adds the commits that a fetch made shallow, and removes
 * those that it deepened. */
MUST_USE int cache_shallow_write(struct cache *cache, const struct fetched *came, struct err *err);
