// SPDX-License-Identifier: Apache-2.0
/* Fetches objects with version 2's command fetch: one round trip brings all wanted objects as one
 * pack into an odb. */
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

/* The most wants of one request. They take less than 0.5 MiB of its body: a common limit of servers
 * for a body is 1 MiB. */
enum { FETCH_WANTS_MAX = 10000 };

struct fetch_request {
    const struct object_ids *want;    /* objects of any kind, usually commits */
    const struct object_ids *have;    /* commits that the server need not send; or NULL */
    const struct object_ids *shallow; /* commits whose parents the odb lacks; or NULL */
    bool thin;          /* the pack may contain deltas against objects of `have` (thin-pack) */
    unsigned depth;     /* commits of each want's history, if the server can limit it; 0: all */
    const char *filter; /* objects to leave out ("blob:none"), if the server can; NULL: none */
    uint64_t bytes_max; /* the most bytes of the pack as sent */
    git_odb *odb;       /* stores the pack */
    const volatile sig_atomic_t *stop; /* may be NULL */
};

struct fetched {
    struct object_ids shallow, deepened; /* commits that became shallow, and commits that no longer
                                          * are */
    uint64_t bytes;                      /* length of the pack as sent; set on failure too */
    bool suspect; /* the fetch failed because the pack can't be stored (the pack or the odb may be
                   * damaged), or because the odb has too many shallow commits for one request */
};

/* Sends the request, which must have at most FETCH_WANTS_MAX wants, and stores the pack that comes.
 * The lists of `out` live in the conversation's arena. */
MUST_USE int fetch_pack(struct conversation *with, const struct fetch_request *request,
                        struct fetched *out, struct err *err);
