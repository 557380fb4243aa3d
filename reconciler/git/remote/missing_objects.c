// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/remote/missing_objects.h"

#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/wire/fetch.h"

struct missing_objects {
    const git_oid *ids;
    size_t count;
};

/* Fetches the next objects, beginning at *at, and advances *at. */
static int fetch_some(struct remote *remote, const struct missing_objects *missing, size_t *at,
                      struct err *err)
{
    const struct repository *repository = remote->repository;
    struct fetched came = {0};
    struct object_ids want = {0};
    while (*at < missing->count && want.list.count < FETCH_WANTS_MAX)
        *list_add(&remote->with.arena, &want.list) = missing->ids[(*at)++];
    struct fetch_request request = {.want = &want,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = repository->odb,
                                    .stop = repository->options.stop};
    int result = fetch_pack(&remote->with, &request, &came, err);
    remote->suspect = came.suspect;
    return result;
}

static int talk(struct remote *remote, void *context, struct err *err)
{
    const struct missing_objects *missing = context;
    git_odb *odb = remote->repository->odb;
    for (size_t at = 0; at < missing->count;)
        if (fetch_some(remote, missing, &at, err) < 0)
            return -1;
    if (git_odb_refresh(odb) != 0)
        return library_error(err, "the fetched files can't be opened");
    for (size_t i = 0; i < missing->count; i++)
        if (!git_odb_exists_ext(odb, &missing->ids[i], GIT_ODB_LOOKUP_NO_REFRESH))
            return err_set(err, "the server did not send all files");
    return 0;
}

int missing_objects_fetch(struct remote *remote, const git_oid *ids, size_t count, struct err *err)
{
    struct missing_objects missing = {ids, count};
    if (remote_talk(remote, talk, &missing, err) == 0)
        return 0;
    if (repository_stopped(remote->repository))
        return -1;
    err_wrap(err, "fetching files");
    if (err->hint[0] == '\0' && remote->repository->options.partial)
        err_hint(err, "remove git.partial if the server does not send single files");
    return -1;
}
