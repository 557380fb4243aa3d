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
#include "reconciler/git/cache/cache.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/refs/ref.h"
#include "reconciler/git/remote/last_seen.h"
#include "reconciler/git/wire/capabilities.h"
#include "reconciler/git/wire/wire.h"

struct remote {
    struct repository *repository;
    struct cache cache;
    struct wire *wire;
    struct capabilities capabilities;
    bool known;       /* capabilities are the server's, told in an earlier conversation */
    bool recalled;    /* in one of an earlier run, and not by any answer of this one */
    bool old;         /* the server doesn't speak version 2 */
    struct text said; /* what the server told people in the operation at hand (sideband 2) */
    struct seen seen; /* of the branch whose tip was asked for last */
    bool suspect;     /* a fetch failed, and not by the network: perhaps the cache is damaged */
    bool renewed;     /* and it was made anew for that already */
};

extern const struct repository_driver remote_driver;

MUST_USE int remote_open(struct repository *repository, struct err *err);

/* One conversation with a server of version 2. */
struct conversation {
    struct remote *remote;
    struct arena arena; /* of the conversation */
    struct err *err;
};

typedef int remote_talk(struct conversation *at, void *context);

/*
 * Locks the cache, opens it and talks: 0 or -1 as talk says, 1 when the server doesn't speak
 * version 2. What was known of the server and holds no longer is asked again, and a cache that
 * seems to be damaged is made anew: talk may be called twice.
 */
MUST_USE int remote_converse(struct remote *remote, remote_talk *talk, void *context,
                             struct err *err);

/* Within a conversation: one commit with its files, but not its history, into the cache unless it
 * is there, as the state's `ref`. *id may be that of a tag, and becomes that of its commit. */
MUST_USE int remote_obtain(struct conversation *at, const char *ref, git_oid *id);

/* Within a conversation: the branch, asked for by name or NULL, isn't among the refs that the
 * server told. -1 with a hint that lists others, or 0 when the repository is empty. */
MUST_USE int remote_absent(struct conversation *at, const char *branch, struct tip *out);

/* Fetches objects that trees name and the cache lacks; need.c */
MUST_USE int remote_need(struct repository *repository, const git_oid *ids, size_t count,
                         struct err *err);

/* Where the branch stands on a server without version 2, and, with get, its whole history into the
 * cache, which must not be shallow. */
MUST_USE int smart_tip(struct remote *remote, bool get, struct tip *out, struct err *err);

/* Where the branches stand now, while the cache is locked; nothing is fetched. */
MUST_USE int remote_look(struct remote *remote, struct tip *out, struct err *err);
/* As repository_driver.move: both refs by compare-and-swap, each judged by itself. shove.c */
MUST_USE int remote_move(struct repository *repository, struct steps *steps,
                         struct write_outcome *out, struct err *err);

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
