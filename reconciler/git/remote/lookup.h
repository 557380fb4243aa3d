// SPDX-License-Identifier: Apache-2.0
/* The commit that a revision names in a repository by URL: what the cache lacks is fetched. */
#pragma once

#include "reconciler/git/refs/tip.h"
#include "reconciler/git/remote/remote_talk.h"

/*
 * Finds the commit that a checked name means, and fetches it with its files: HEAD, a tag, a branch,
 * "refs/…", or an id, all with ~ and ^ after them. Tags come before branches, as for git. The
 * beginning of an id is found when the cache has the commit or HEAD brings it. A server without
 * version 2 gives branches and their histories only. out->branch is set for a branch's tip.
 */
MUST_USE int lookup_commit(struct remote *remote, const char *name, struct tip *out,
                           struct err *err);
