// SPDX-License-Identifier: Apache-2.0
/* Finds the commit that a revision names in a repository by URL, and fetches what the cache
 * lacks. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/*
 * Finds the commit that a name means, and fetches it. The name is HEAD, a tag, a branch, "refs/…"
 * or an id, each possibly with ~ and ^ after it. The caller must have checked the characters of the
 * name. A tag wins over a branch of the same name, as in git. The beginning of an id is searched
 * only in the cache: once before and once after HEAD is fetched. From a server without version 2,
 * only branches and commits of their histories are found. Sets out->branch if the name is a branch
 * or HEAD, without ~ or ^.
 */
MUST_USE int lookup_commit(struct remote *remote, const char *name, struct tip *out,
                           struct err *err);
