// SPDX-License-Identifier: Apache-2.0
/* The state of a repository by URL, and conversations with its server about one topic each. */
#pragma once

#include <stdbool.h>

#include "reconciler/git/cache/cache.h"
#include "reconciler/git/remote/last_seen.h"
#include "reconciler/git/wire/conversation.h"

struct remote {
    struct repository *repository;
    struct cache cache;
    struct conversation with; /* with.said: of the last operation */
    bool known;               /* with.capabilities are those that the server told */
    bool recalled; /* it told them to an earlier run, and nothing of this run confirms them yet */
    bool old;      /* the server does not speak version 2 */
    struct seen seen; /* of the branch whose tip was asked for last */
    bool suspect;     /* a fetch failed, and not because of the network: the cache may be damaged */
    bool renewed;     /* and it was made again for that reason */
};

/* 0 or -1. The conversation is remote->with, and its values live in remote->with.arena until the
 * next conversation. */
typedef int remote_topic(struct remote *remote, void *context, struct err *err);

/*
 * Locks and opens the cache, and talks with the server about a topic. When what was known of the
 * server no longer holds, it is asked again; when the cache seems to be damaged, it is made again:
 * topic may be called twice. -1 also when the server does not speak version 2; then remote->old is
 * set.
 */
MUST_USE int remote_talk(struct remote *remote, remote_topic *topic, void *context,
                         struct err *err);
/* The same while the cache is locked and open; it is not made again. */
MUST_USE int remote_talk_locked(struct remote *remote, remote_topic *topic, void *context,
                                struct err *err);
/* In a conversation whose last answer failed: begins again. */
MUST_USE int remote_talk_again(struct remote *remote, struct err *err);

/* Calls act with the cache locked and open, and once more with a new cache when it seems to be
 * damaged. */
MUST_USE int remote_talk_with_cache(struct remote *remote, remote_topic *act, void *context,
                                    struct err *err);
