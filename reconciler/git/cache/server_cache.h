// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps a server's capabilities in the cache (file `server`), so that each scheduled run saves the
 * request for them. Stale capabilities do no harm: if the server has changed, its answers show
 * that, and weir asks for the capabilities again.
 */
#pragma once

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/wire/capabilities.h"

/* After this time the server is asked again, because it may have new capabilities. */
enum { SERVER_CACHE_SECONDS = 24 * 3600 };

/* Returns false if no capabilities of this URL's server are stored, or if they are too old. The
 * caller must have locked the cache. */
bool server_cache_read(const struct cache *cache, struct capabilities *out);
/* Stores the capabilities; NULL forgets them. If writing fails, the old file stays. The caller must
 * have locked the cache. */
void server_cache_write(const struct cache *cache, const struct capabilities *capabilities);
