// SPDX-License-Identifier: Apache-2.0
/*
 * A URL: its bare cache folder and the wire to its server. The transport is our own (ls_refs.h,
 * fetch.h, push.h) because libgit2's has no version 2, no shallow fetch, no timeouts, no TLS 1.3
 * and no RSA keys; of servers without version 2 it fetches over our wire (smart.c).
 */
#pragma once

#include <git2.h>
#include <stdbool.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/cache.h"
#include "reconciler/git/capabilities.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/wire.h"
#include "reconciler/net/exchange.h"

struct remote {
    struct repository *repository;
    struct cache cache;
    struct wire *wire;
    struct capabilities capabilities;
    bool known;       /* capabilities are the server's, told in an earlier conversation */
    bool old;         /* the server doesn't speak version 2 */
    struct text said; /* what the server told people in the operation at hand (sideband 2) */
    bool suspect;     /* a fetch failed, and not by the network: perhaps the cache is damaged */
    bool renewed;     /* and it was made anew for that already */
};

/* The repository is borrowed; location and options are read at each use. */
MUST_USE int web_open(const struct repository *repository, struct wire **out, struct err *err);
MUST_USE int ssh_open(const struct repository *repository, struct wire **out, struct err *err);

/* Where the branch stands on a server without version 2, and, with get, its whole history into the
 * cache, which must not be shallow. */
MUST_USE int smart_tip(struct remote *remote, bool get, struct tip *out, struct err *err);

/* The tip of the journal that was relied upon last; zero: nobody remembers. */
const git_oid *remote_journal(const struct remote *remote);
/* It is that one from now on. It may fail: then the one before is remembered. */
void remote_remember(struct remote *remote, const git_oid *tip);

/* One fetch into the cache's history or another odb, in a conversation of its own. false in
 * *possible, and nothing done, when the server doesn't speak version 2. Locked. remote.c */
MUST_USE int remote_fetch(struct remote *remote, const struct fetch_request *request,
                          struct arena *arena, struct fetched *came, bool *possible,
                          struct err *err);

/* The name of a branch that is listed for people: not the journal's. NULL for other refs. */
const char *branch_shown(const char *ref);
/* "there is no branch", with a hint that lists `others` ("dev, main"). Returns -1. */
int no_branch(const char *branch, const char *others, struct err *err);
