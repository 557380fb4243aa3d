// SPDX-License-Identifier: Apache-2.0
/* Files of a URL that lie at its server until they are read. */
#include "reconciler/git/library_error.h"
#include "reconciler/git/remote/remote.h"

/* Objects that were named by trees. */
struct lacking {
    const git_oid *ids;
    size_t count;
};

/* Pack after pack, as many ids in each request as servers take. */
static int talk_of_objects(struct conversation *at, void *context)
{
    const struct lacking *lacking = context;
    struct remote *remote = at->remote;
    const struct repository *repository = remote->repository;
    struct fetched came = {0};
    int result = 0;
    for (size_t i = 0; result == 0 && i < lacking->count;) {
        struct object_ids want = {0};
        while (i < lacking->count && want.list.count < FETCH_WANTS_MAX)
            *list_add(&at->arena, &want.list) = lacking->ids[i++];
        struct fetch_request request = {.want = &want,
                                        .bytes_max = REPOSITORY_PACK_MAX,
                                        .odb = repository->odb,
                                        .stop = repository->options.stop};
        result = fetch_pack(remote->wire, &remote->capabilities, &request, &at->arena,
                            &remote->said, &came, at->err);
    }
    remote->suspect = came.suspect;
    if (result == 0 && git_odb_refresh(repository->odb) != 0)
        result = library_error(at->err, "the fetched files can't be opened");
    for (size_t i = 0; result == 0 && i < lacking->count; i++)
        if (!git_odb_exists_ext(repository->odb, &lacking->ids[i], GIT_ODB_LOOKUP_NO_REFRESH))
            result = err_set(at->err, "the server did not send all files");
    return result;
}

int remote_need(struct repository *repository, const git_oid *ids, size_t count, struct err *err)
{
    struct lacking lacking = {ids, count};
    int result = remote_converse(repository->remote, talk_of_objects, &lacking, err);
    if (result > 0)
        err_set(err, "the server does not support protocol version 2");
    if (result != 0 && !repository_stopped(repository)) {
        err_wrap(err, "fetching files");
        if (err->hint[0] == '\0' && repository->options.partial)
            err_hint(err, "remove git.partial: the server does not send single files");
    }
    return result == 0 ? 0 : -1;
}
