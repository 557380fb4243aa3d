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
};

/* The repository is borrowed; location and options are read at each use. */
MUST_USE int web_open(const struct repository *repository, struct wire **out, struct err *err);
MUST_USE int ssh_open(const struct repository *repository, struct wire **out, struct err *err);

/* Where the branch stands on a server without version 2, and, with get, its whole history into the
 * cache, which must not be shallow. */
MUST_USE int smart_tip(struct remote *remote, bool get, struct tip *out, struct err *err);

/* "there is no branch", with a hint that lists `others` ("dev, main"). Returns -1. */
int no_branch(const char *branch, const char *others, struct err *err);
