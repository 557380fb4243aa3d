// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/history/history.h"

#include <string.h>

#include "reconciler/git/history/commit_text.h"
#include "reconciler/git/library_scope.h"
#include "reconciler/git/objects/own_commit.h"
#include "reconciler/git/objects/tree.h"

enum { NAMES_JOURNAL_MAX = 1000 }; /* commits that history_names_journal reads */

/* Numbers of commits to fetch, counted from the tip. If one is too small, the next one is used. */
static const unsigned depths[] = {64, 1024, 10001};

void history_close(struct history *history)
{
    if (history->locked)
        history->repository->driver->history->close(history->repository, &history->aside);
    arena_done(&history->arena);
}

static int lookup(const struct history *history, const git_oid *id, git_commit **out)
{
    if (git_commit_lookup(out, history->repository->git, id) == 0)
        return 0;
    return history->aside.git == NULL ? -1 : git_commit_lookup(out, history->aside.git, id);
}

/* Makes the folder. Returns 0, or 1 if there is no server or the server cannot give a history, or
 * -1. */
static int open_aside(struct history *history, struct err *err)
{
    const struct history_fetcher *fetcher = history->repository->driver->history;
    if (history->locked)
        return 0;
    if (fetcher == NULL)
        return 1;
    int result = fetcher->open(history->repository, &history->aside, err);
    history->locked = result == 0;
    return result;
}

static void take_shallow(struct history *history, const struct fetched *came)
{
    struct object_ids kept = {0};
    list_each (id, &history->shallow.list) {
        bool gone = false;
        list_each (one, &came->deepened.list)
            gone |= git_oid_equal(one, id);
        if (!gone)
            *list_add(&history->arena, &kept.list) = *id;
    }
    list_each (id, &came->shallow.list)
        *list_add(&history->arena, &kept.list) = *id;
    history->shallow = kept;
}

/* Fetches into the folder. Returns 0, or 1 if the server cannot send the objects, or -1. */
static int fetch(struct history *history, const struct fetch_request *request, struct err *err)
{
    struct fetched came = {0};
    struct repository *repository = history->repository;
    int result = repository->driver->history->fetch(repository, request, &came, err);
    if (result == 0)
        take_shallow(history, &came);
    return result;
}

/* Fetches commits and trees, without files, up to this depth. Returns the same as fetch. */
static int fetch_depth(struct history *history, unsigned depth, struct err *err)
{
    const struct repository *repository = history->repository;
    struct object_ids want = {0};
    *list_add(&history->arena, &want.list) =
        git_oid_is_zero(&history->from) ? repository->tip.id : history->from;
    struct fetch_request request = {.want = &want,
                                    .have = history->depth > 0 ? &want : NULL,
                                    .shallow = &history->shallow,
                                    .thin = true,
                                    .depth = depth,
                                    .filter = "blob:none",
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = history->aside.odb,
                                    .stop = repository->options.stop};
    history->depth = depth;
    return fetch(history, &request, err);
}

/* Fetches the next depth that reaches `back`. Returns 0, or 1 if there is no such depth or no
 * server that can give it, or -1. */
static int deepen(struct history *history, unsigned back, struct err *err)
{
    size_t step = 0;
    while (step < sizeof depths / sizeof *depths &&
           (depths[step] <= history->depth || depths[step] <= back))
        step++;
    if (step == sizeof depths / sizeof *depths)
        return 1;
    int opened = open_aside(history, err);
    return opened == 0 ? fetch_depth(history, depths[step], err) : opened;
}

int history_find_commit(struct history *history, const git_oid *id, unsigned back, git_commit **out,
                        struct err *err)
{
    int result = 0;
    while (lookup(history, id, out) != 0) {
        if (repository_stopped(history->repository))
            return err_set(err, "stopped");
        result = deepen(history, back, err);
        if (result < 0)
            return -1;
        if (result > 0) {
            err_set(err, history->repository->driver->history != NULL
                             ? "the server does not send the history that far back, or the limit "
                               "for fetched commits is reached"
                             : "the repository is a shallow clone or damaged");
            return 1;
        }
    }
    return 0;
}

int history_commit(struct history *history, const git_oid *id, unsigned back, git_commit **out,
                   struct err *err)
{
    return history_find_commit(history, id, back, out, err) == 0 ? 0 : -1;
}

int history_read(struct history *history, const git_oid *id, git_object_t type, size_t maximum,
                 git_odb_object **out, struct err *err)
{
    git_odb *odb = history->repository->odb;
    if (history->aside.odb != NULL && !git_odb_exists(odb, id))
        odb = history->aside.odb;
    return object_read(odb, id, type, maximum, out, err) == 0 ? 0 : -1;
}

static bool has(const struct history *history, const git_oid *id)
{
    return git_odb_exists(history->repository->odb, id) ||
           (history->aside.odb != NULL && git_odb_exists(history->aside.odb, id));
}

static int fetch_blobs(struct history *history, const struct object_ids *some, struct err *err)
{
    struct fetch_request request = {.want = some,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = history->aside.odb,
                                    .stop = history->repository->options.stop};
    return some->list.count == 0 ? 0 : fetch(history, &request, err);
}

/* Fetches missing blobs into the repository. Blobs can be missing there only with options.partial.
 */
static int fetch_here(struct repository *repository, const struct object_ids *blobs,
                      struct err *err)
{
    arena_scope struct arena arena = {0};
    struct object_ids lacking = {0};
    if (!repository_lazy(repository))
        return 0;
    list_each (id, &blobs->list)
        if (!git_odb_exists(repository->odb, id))
            *list_add(&arena, &lacking.list) = *id;
    return lacking.list.count == 0
               ? 0
               : repository->driver->need(repository, lacking.list.items, lacking.list.count, err);
}

int history_want(struct history *history, const struct object_ids *blobs, struct err *err)
{
    struct object_ids some = {0};
    if (history->aside.odb == NULL)
        return fetch_here(history->repository, blobs, err);
    list_each (id, &blobs->list) {
        if (has(history, id))
            continue;
        *list_add(&history->arena, &some.list) = *id;
        if (some.list.count < FETCH_WANTS_MAX)
            continue;
        if (fetch_blobs(history, &some, err) < 0)
            return -1;
        some.list.count = 0;
    }
    return fetch_blobs(history, &some, err) < 0 ? -1 : 0;
}

int history_all(struct history *history, const struct object_ids *tips, struct err *err)
{
    int opened = open_aside(history, err);
    if (opened < 0)
        return -1;
    if (opened > 0)
        return 0;
    struct fetch_request request = {.want = tips,
                                    .depth = HISTORY_DEPTH_MAX,
                                    .bytes_max = REPOSITORY_PACK_MAX,
                                    .odb = history->aside.odb,
                                    .stop = history->repository->options.stop};
    history->depth = HISTORY_DEPTH_MAX; /* so that `deepen` fetches nothing more */
    return fetch(history, &request, err) < 0 ? -1 : 0;
}

git_odb *history_odb(const struct history *history)
{
    return history->aside.odb != NULL ? history->aside.odb : history->repository->odb;
}

bool history_names_journal(struct repository *repository)
{
    struct history local = {.repository = repository};
    git_oid id = repository->tip.id, journal;
    bool more = repository->tip.exists, found = false;
    for (unsigned i = 0; more && !found && i < NAMES_JOURNAL_MAX; i++) {
        arena_scope struct arena arena = {0};
        commit_scope git_commit *commit = NULL;
        if (lookup(&local, &id, &commit) != 0)
            break;
        const char *named =
            own_commit_journal(&arena, git_commit_message(commit), repository->tip.branch);
        found = named != NULL && strlen(named) == GIT_OID_HEXSZ &&
                git_oid_fromstr(&journal, named) == 0 &&
                commit_text_own(commit, repository->tip.branch);
        more = git_commit_parentcount(commit) > 0;
        if (more)
            id = *git_commit_parent_id(commit, 0);
    }
    return found;
}
