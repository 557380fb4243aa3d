// SPDX-License-Identifier: Apache-2.0
/* Fetches files that the cache lacks: with options.partial, a URL's files stay on its server until
 * they are read. */
#pragma once

#include "reconciler/git/remote/remote_talk.h"

/* Fetches the objects with these ids, at most FETCH_WANTS_MAX in one request. Fails if the server
 * does not send all of them. */
MUST_USE int missing_objects_fetch(struct remote *remote, const git_oid *ids, size_t count,
                                   struct err *err);
