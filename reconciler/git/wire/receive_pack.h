// SPDX-License-Identifier: Apache-2.0
/*
 * Pushes to a server's git-receive-pack, which speaks version 0 or 1. Each ref is moved by
 * compare-and-swap from its expected old id; one pack contains the new objects. libgit2's push is
 * not used: it can't be atomic, and it sends a body of unknown length.
 */
#pragma once

#include <git2.h>

#include "manifests/base/text.h"
#include "reconciler/git/wire/wire.h"

enum { PUSH_BYTES_MAX = 1 << 30 }; /* bytes of one push */

enum push_verdict {
    PUSH_UNJUDGED, /* no verdict */
    PUSH_TAKEN,
    PUSH_REFUSED, /* the ref moved in the meantime, or a server's rule forbids the update: ask for
                   * the ref to know which */
    PUSH_MOVED,   /* the server announced another old id, so nothing was sent */
};

struct push_update {
    const char *ref;
    const git_oid *from; /* the expected old id; NULL: the ref must not exist */
    const git_oid *to;   /* NULL: the ref is deleted */

    enum push_verdict verdict;  /* result of the push */
    char words[WIRE_WORDS_MAX]; /* the server's reason for PUSH_REFUSED */
};

struct push_request {
    struct push_update *updates;
    size_t count;
    const char *const *options; /* push options for the server's hooks; an error if the server
                                 * accepts none */
    size_t option_count;
    bool atomic;   /* moves all refs or none; an error if the server can't */
    bool together; /* moves all refs or none if the server can; otherwise moves the first alone and
                    * sets count to 1 */
    const struct text *pack; /* the new objects; NULL or empty: none */
};

/* Runs a whole conversation, and sets the verdicts. Appends the server's messages for people to
 * `said`. Returns 0 if the server gave a verdict on every ref, or if nothing was sent because a ref
 * is PUSH_MOVED. On failure too, the verdicts that the server gave are set. */
MUST_USE int receive_pack_send(struct wire *wire, struct push_request *request, struct text *said,
                               struct err *err);
