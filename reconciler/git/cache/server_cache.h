// SPDX-License-Identifier: Apache-2.0
/*
 * What a server told that it can do, kept in the cache (`server`), so that the next run need not
 * ask for it: a request less of each scheduled run. It says nothing that could do harm: a server
 * that is another one by now gives itself away by its answers, and is then asked.
 */
#pragma once

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/wire/capabilities.h"

enum {
    SERVER_CACHE_SECONDS = 24 * 3600
}; /* then it is asked again: it may have learned something */

/* False when nothing is known of this URL's server, or from too long ago. Locked. */
bool server_cache_read(const struct cache *cache, struct capabilities *out);
/* NULL: nothing is known any more. It may fail: then it is asked again. Locked. */
void server_cache_write(const struct cache *cache, const struct capabilities *capabilities);
