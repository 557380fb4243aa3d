// SPDX-License-Identifier: Apache-2.0
/*
 * What lies in a cache's folder and is needed no more: generations that were replaced, and what a
 * killed run left half made. All of it is taken away with the cache locked, so that nobody is at
 * it; what can't be removed stays, and is in nobody's way.
 */
#pragma once

#include "reconciler/git/cache/cache.h"

/* Removes the generations that nobody has open, `kept` excepted: the highest number there was. */
unsigned long litter_generations(const struct cache *cache, unsigned long kept);

/* Removes the folder `aside`. */
void litter_aside(const struct cache *cache);

/* Removes halves of packs from a generation. Their names are new with each run, so that nothing
 * would ever be written over them: a run that is killed at each start would fill the disk. */
void litter_halves(const struct cache *cache, unsigned long generation);

/* Whether a generation has more than CACHE_PACKS_MAX packs. */
bool litter_packs(const struct cache *cache, unsigned long generation);
