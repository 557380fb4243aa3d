// SPDX-License-Identifier: Apache-2.0
/*
 * The capabilities that a server told, kept in the cache (`server`), so that the next run need not
 * ask for them: one request less in each scheduled run. They can do no harm: when the server has
 * changed, its answers show it, and it is asked again.
 */
#pragma once

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/wire/capabilities.h"

enum {
    SERVER_CACHE_SECONDS = 24 * 3600
}; /* then the server is asked again: it may have new capabilities */

/* False when nothing is known of this URL's server, or it is too old. Locked. */
bool server_cache_read(const struct cache *cache, struct capabilities *out);
/* NULL forgets them. When writing fails, the server is asked again in the next run. Locked. */
void server_cache_write(const struct cache *cache, const struct capabilities *capabilities);
