// SPDX-License-Identifier: Apache-2.0
/*
 * The push of git-receive-pack, which every server speaks as version 0 or 1: refs are moved by
 * compare-and-swap, each with its expected old id, and one pack has the new objects. libgit2 can
 * send neither atomic pushes nor a body of known length.
 */
#pragma once

#include <git2.h>

#include "manifests/base/text.h"
#include "reconciler/git/wire/wire.h"

enum { PUSH_BYTES_MAX = 1 << 30 }; /* bytes of one push */

enum push_verdict {
    PUSH_UNJUDGED, /* the server said nothing of it */
    PUSH_TAKEN,
    PUSH_REFUSED, /* moved meanwhile or against a rule: the ref must be read again to know */
    PUSH_MOVED,   /* the server told another old id before anything was sent */
};

struct push_update {
    const char *ref;
    const git_oid *from; /* what it must be at; NULL: it must not exist */
    const git_oid *to;   /* NULL: it is deleted */

    enum push_verdict verdict;  /* the answer */
    char words[WIRE_WORDS_MAX]; /* the server's for a refusal */
};

struct push_request {
    struct push_update *updates;
    size_t count;
    const char *const *options; /* for hooks of the server; an error where it takes none */
    size_t option_count;
    bool atomic;   /* all or none; an error where the server can't */
    bool together; /* all or none where the server can, else the first alone: count is 1 then */
    const struct text *pack;
};

/* Holds a whole conversation. The server's messages for people go to `said`. -1 when the server did
 * not give a verdict on all refs; the verdicts that it gave are set. */
MUST_USE int receive_pack_send(struct wire *wire, struct push_request *request, struct text *said,
                               struct err *err);
