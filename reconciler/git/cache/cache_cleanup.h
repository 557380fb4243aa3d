// SPDX-License-Identifier: Apache-2.0
/*
 * Removes files that a cache folder no longer needs: generations that were replaced, the folder
 * `aside`, and incomplete packs of a killed run. The caller must have locked the cache, so that
 * nobody else changes it. A file that can't be removed stays and does no harm.
 */
#pragma once

#include "reconciler/git/cache/cache.h"

/* Removes the generations that nobody has open, except `kept`. Returns the highest number found, or
 * 0 if there are none. */
unsigned long cache_cleanup_generations(const struct cache *cache, unsigned long kept);

/* Removes the folder `aside`. */
void cache_cleanup_aside(const struct cache *cache);

/* Removes incomplete packs from a generation. Each run gives them new names, so nothing overwrites
 * them: without this, runs that are killed again and again would fill the disk. */
void cache_cleanup_halves(const struct cache *cache, unsigned long generation);

/* True if a generation has more than CACHE_PACKS_MAX packs. */
bool cache_cleanup_full(const struct cache *cache, unsigned long generation);
