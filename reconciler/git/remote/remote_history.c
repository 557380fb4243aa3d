// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote_history.h"

#include "reconciler/git/remote/remote_talk.h"

static int open_folder(struct repository *repository, struct generation *out, struct err *err)
{
    struct remote *remote = repository->remote;
    if (remote->old)
        return 1;
    if (cache_lock(&remote->cache, err) < 0)
        return -1;
    if (cache_aside_open(&remote->cache, out, err) == 0)
        return 0;
    cache_unlock(&remote->cache);
    return -1;
}

static void close_folder(struct repository *repository, struct generation *folder)
{
    cache_aside_close(&repository->remote->cache, folder);
    cache_unlock(&repository->remote->cache);
}

struct history_query {
    const struct fetch_request *request;
    struct fetched *came;
};

static int talk(struct remote *remote, void *context, struct err *err)
{
    const struct history_query *query = context;
    return fetch_pack(&remote->with, query->request, query->came, err);
}

static int fetch(struct repository *repository, const struct fetch_request *request,
                 struct fetched *came, struct err *err)
{
    struct remote *remote = repository->remote;
    struct history_query query = {request, came};
    int result = remote_talk_locked(remote, talk, &query, err);
    return result < 0 && remote->old ? 1 : result;
}

const struct history_fetcher remote_history = {
    .open = open_folder, .fetch = fetch, .close = close_folder};
