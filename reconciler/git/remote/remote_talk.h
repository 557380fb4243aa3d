// SPDX-License-Identifier: Apache-2.0
/* Defines the state of a repository by URL, and runs conversations with its server. */
#pragma once

#include <stdbool.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/remote/last_seen.h"
#include "reconciler/git/wire/conversation.h"
#include "reconciler/git/wire/ls_refs.h"

/* The journals of the server, see remote_journals.h. */
struct served_journals {
    struct arena arena;
    struct served list;    /* the refs of the journals' branches */
    struct seen_tips seen; /* the tips that the cache remembers */
    char head[BRANCH_MAX]; /* the branch of the server's HEAD; "" if unknown */
};

struct remote {
    struct repository *repository;
    struct cache cache;
    struct conversation with; /* with.said: the server's messages in the last conversation */
    bool known;               /* with.capabilities are valid for the next conversation, too */
    bool recalled;    /* with.capabilities come from an earlier run, and this run has not confirmed
                       * them yet */
    bool old;         /* the server does not speak version 2 */
    struct seen seen; /* remembered tip of the branch whose tip was asked for last */
    struct served_journals journals; /* as of the same question */
    bool suspect; /* a fetch failed, but not because of the network: the cache may be damaged */
    bool renewed; /* the cache was made again for that reason, and the call is repeated now */
};

/* Acts within the conversation remote->with, whose values live in remote->with.arena until the next
 * conversation. Returns 0 or -1. */
typedef int remote_topic(struct remote *remote, void *context, struct err *err);

/*
 * Locks and opens the cache, begins a conversation and calls `topic`. If `topic` fails, it may be
 * called again: after the server was asked for its capabilities, if the known ones may be stale,
 * and with a new cache, if the cache seems to be damaged. Also fails if the server does not support
 * version 2; then remote->old is set.
 */
MUST_USE int remote_talk(struct remote *remote, remote_topic *topic, void *context,
                         struct err *err);
/* Does the same for a caller that has locked and opened the cache. Does not make a new cache. */
MUST_USE int remote_talk_locked(struct remote *remote, remote_topic *topic, void *context,
                                struct err *err);
/* Ends the conversation and begins it again, because the last answer failed. */
MUST_USE int remote_talk_again(struct remote *remote, struct err *err);

/* Calls `act` with the cache locked and open. If `act` fails and the cache seems to be damaged,
 * calls it once more with a new cache. */
MUST_USE int remote_talk_with_cache(struct remote *remote, remote_topic *act, void *context,
                                    struct err *err);
