// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/remote_talk.h"

#include "reconciler/git/cache/server_cache.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/wire/advertisement.h"

/* Asks for the server's capabilities. Returns 0, or 1 if the server does not support version 2, or
 * -1 on error. */
static int ask_capabilities(struct remote *remote, struct err *err)
{
    struct wire *wire = remote->with.wire;
    struct capabilities capabilities;
    remote->known = remote->recalled = false;
    if (wire_begin(wire, WIRE_FETCH, 2, err) < 0 ||
        advertisement_read(wire, &remote->with.arena, &capabilities, NULL, err) < 0)
        return -1;
    bool able = capabilities.version == 2 && capabilities.ls_refs && capabilities.fetch;
    if (wire->kind->stateless)
        server_cache_write(&remote->cache, able ? &capabilities : NULL);
    if (!able)
        return 1;
    remote->with.capabilities = capabilities;
    remote->known = wire->kind->stateless;
    return 0;
}

/* Uses the capabilities that an earlier run stored, unless this run asked for them. */
static void recall_capabilities(struct remote *remote)
{
    if (!remote->known && remote->with.wire->kind->stateless &&
        server_cache_read(&remote->cache, &remote->with.capabilities))
        remote->known = remote->recalled = true;
}

/* Begins a conversation, with the known capabilities if there are any. Returns the same as
 * ask_capabilities. */
static int begin(struct remote *remote, struct err *err)
{
    if (!remote->known)
        return ask_capabilities(remote, err);
    wire_resume(remote->with.wire, WIRE_FETCH, 2);
    return 0;
}

int remote_talk_again(struct remote *remote, struct err *err)
{
    wire_end(remote->with.wire);
    return begin(remote, err) == 0 ? 0 : -1;
}

/* True if the known capabilities may be stale, because the server may have changed. */
static bool may_be_stale(const struct remote *remote)
{
    const struct wire *wire = remote->with.wire;
    return (wire->odd || (remote->recalled && wire->answered && !wire->denied)) &&
           !repository_stopped(remote->repository);
}

int remote_talk_locked(struct remote *remote, remote_topic *topic, void *context, struct err *err)
{
    text_clear(&remote->with.said);
    arena_clear(&remote->with.arena);
    remote->suspect = false;
    if (remote->old)
        return err_set(err, "the server does not support protocol version 2");
    recall_capabilities(remote);
    bool known = remote->known;
    int result = begin(remote, err);
    if (result == 0)
        result = topic(remote, context, err);
    if (result < 0 && known && may_be_stale(remote)) {
        result = ask_capabilities(remote, err);
        if (result == 0)
            result = topic(remote, context, err);
    }
    if (result == 0)
        remote->recalled = false;
    wire_end(remote->with.wire);
    remote->old = result > 0;
    return result > 0 ? err_set(err, "the server does not support protocol version 2") : result;
}

int remote_talk_with_cache(struct remote *remote, remote_topic *act, void *context, struct err *err)
{
    struct cache *cache = &remote->cache;
    if (cache_lock(cache, err) < 0)
        return -1;
    int result = cache_open(cache, false, err);
    if (result == 0 && (result = act(remote, context, err)) < 0 && remote->suspect &&
        !repository_stopped(remote->repository)) {
        struct err first = *err;
        result = cache_open(cache, true, err);
        remote->renewed = true;
        if (result == 0 && (result = act(remote, context, err)) < 0)
            *err = first;
        remote->renewed = false;
    }
    cache_unlock(cache);
    return result;
}

struct talk_context {
    remote_topic *topic;
    void *context;
};

static int talk_in_cache(struct remote *remote, void *context, struct err *err)
{
    const struct talk_context *talk = context;
    return remote_talk_locked(remote, talk->topic, talk->context, err);
}

int remote_talk(struct remote *remote, remote_topic *topic, void *context, struct err *err)
{
    struct talk_context talk = {topic, context};
    return remote_talk_with_cache(remote, talk_in_cache, &talk, err);
}
