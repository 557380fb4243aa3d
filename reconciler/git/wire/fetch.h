// SPDX-License-Identifier: Apache-2.0
/* Version 2's command fetch: all wants come in one round trip, as one pack into an odb. */
#pragma once

#include <git2.h>
#include <signal.h>
#include <stdint.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/wire/conversation.h"

struct object_ids {
    LIST_OF(git_oid) list;
};

/* The most wants of one request: its body stays below the 1 MiB that many servers accept by
 * default. */
enum { FETCH_WANTS_MAX = 10000 };

struct fetch_request {
    const struct object_ids *want;    /* commits, or objects of any kind */
    const struct object_ids *have;    /* commits that need not come, history apart; or NULL */
    const struct object_ids *shallow; /* those of them whose parents are lacking; or NULL */
    bool thin;                        /* the odb has all of those: what comes may build on it */
    unsigned depth;     /* commits of each want, where the server can; 0: all that `have` lacks */
    const char *filter; /* what is left out, where the server can: "blob:none"; or NULL */
    uint64_t bytes_max; /* of the pack as sent */
    git_odb *odb;
    const volatile sig_atomic_t *stop; /* or NULL */
};

struct fetched {
    struct object_ids shallow, deepened; /* commits that became shallow, and that no longer are */
    uint64_t bytes;                      /* of the pack as sent */
    bool suspect; /* the pack doesn't fit the odb: either may be damaged; set on failure too */
};

/* Sends the request and stores the pack that comes. The lists of `out` are in the conversation's
 * arena. */
MUST_USE int fetch_pack(struct conversation *with, const struct fetch_request *request,
                        struct fetched *out, struct err *err);
