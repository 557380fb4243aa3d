// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/cache.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "manifests/base/file.h"
#include "reconciler/git/cache/cache_cleanup.h"
#include "reconciler/git/cache/cache_shallow.h"
#include "reconciler/git/cache/cache_state.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/tip.h"

static const struct generation none = {.use = -1};

int cache_name(const char *identity, char **out, struct err *err)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char hex[GIT_OID_HEXSZ + 1];
    git_oid hash;
    if (git_odb_hash(&hash, identity, strlen(identity), GIT_OBJECT_BLOB) != 0)
        return library_error(err, "the name of the cache folder can't be computed");
    git_oid_tostr(hex, sizeof hex, &hash);
    if ((base == NULL || *base != '/') && (home == NULL || *home != '/')) {
        err_set(err, "there is no folder for the cache of \"%s\"", identity);
        return err_hint(err, "set XDG_CACHE_HOME or HOME to an absolute path");
    }
    int length = base != NULL && *base == '/' ? asprintf(out, "%s/weir/%s", base, hex)
                                              : asprintf(out, "%s/.cache/weir/%s", home, hex);
    memory_must(length < 0 ? NULL : *out);
    return 0;
}

int cache_make(struct cache *cache, struct repository *repository, struct err *err)
{
    *cache = (struct cache){.repository = repository, .lock = -1, .open = none, .older = none};
    const char *given = repository->options.cache_folder;
    if (given == NULL)
        return cache_name(repository->location.url, &cache->folder, err);
    cache->folder = memory_must(strdup(given));
    return 0;
}

int cache_lock(struct cache *cache, struct err *err)
{
    char path[PATH_MAX];
    struct repository *repository = cache->repository;
    if (cache->lock < 0) {
        snprintf(path, sizeof path, "%s/lock", cache->folder);
        if (file_make_folders(path, 0700) < 0)
            return err_errno(err, "making the cache folder \"%s\"", cache->folder);
        cache->lock = file_open_lock(path, O_RDONLY, 0660);
        if (cache->lock < 0 && errno == EINVAL) {
            err_set(err, "the lock \"%s\" is not a regular file", path);
            return err_hint(err, "remove it");
        }
        if (cache->lock < 0)
            return err_errno(err, "opening \"%s\"", path);
    }
    for (unsigned tenths = 0; flock(cache->lock, LOCK_EX | LOCK_NB) != 0; tenths++) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_errno(err, "locking the cache folder \"%s\"", cache->folder);
        if (repository_stopped(repository))
            return err_set(err, "stopped");
        if (tenths > 10 * repository->options.silence_seconds)
            return err_set(err, "another process uses the cache folder \"%s\"", cache->folder);
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    }
    return 0;
}

void cache_unlock(struct cache *cache)
{
    flock(cache->lock, LOCK_UN);
}

static void close_generation(struct generation *generation)
{
    git_odb_free(generation->odb);
    git_repository_free(generation->git);
    if (generation->use >= 0)
        close(generation->use);
    *generation = none;
}

/* Makes the open generation the older one. */
static void step_back(struct cache *cache)
{
    if (cache->open.number > 0) {
        close_generation(&cache->older);
        cache->older = cache->open;
    }
    cache->open = none;
    cache->repository->git = NULL;
    cache->repository->odb = NULL;
    cache->repository->older = cache->older.odb;
}

void cache_close(struct cache *cache)
{
    cache->repository->git = NULL;
    cache->repository->odb = cache->repository->older = NULL;
    close_generation(&cache->open);
    close_generation(&cache->older);
    if (cache->lock >= 0)
        close(cache->lock);
    arena_done(&cache->arena);
    free(cache->folder);
    *cache = (struct cache){.lock = -1, .open = none, .older = none};
}

static int open_generation(struct cache *cache, unsigned long number, const char *path)
{
    char use[PATH_MAX + 16];
    struct generation made = {.number = number, .use = -1};
    snprintf(use, sizeof use, "%s/in-use", path);
    made.use = file_open_lock(use, O_RDONLY, 0660);
    if (made.use < 0 || flock(made.use, LOCK_SH | LOCK_NB) != 0 ||
        git_repository_open_bare(&made.git, path) != 0 ||
        git_repository_odb(&made.odb, made.git) != 0) {
        close_generation(&made);
        return -1;
    }
    cache->open = made;
    cache->repository->git = made.git;
    cache->repository->odb = made.odb;
    return 0;
}

static int make_generation(struct cache *cache, unsigned long current, struct err *err)
{
    char path[PATH_MAX];
    git_repository *git = NULL;
    unsigned long number = cache_cleanup_generations(cache, current) + 1;
    snprintf(path, sizeof path, "%s/%lu", cache->folder, number);
    if (git_repository_init(&git, path, 1) != 0)
        return library_error(err, "the cache folder \"%s\" can't be set up", path);
    git_repository_free(git);
    cache->tip = (git_oid){0};
    cache->shallow = (struct object_ids){0};
    cache->pending = true;
    if (open_generation(cache, number, path) != 0)
        return library_error(err, "the cache folder \"%s\" can't be opened", path);
    return 0;
}

/* Removes leftovers of earlier processes, once for each cache that is opened. */
static void tidy(struct cache *cache, unsigned long generation)
{
    if (cache->tidy)
        return;
    cache->tidy = true;
    cache_cleanup_aside(cache);
    if (generation == 0)
        return; /* make_generation removes the old generations, after it has read their highest
                 * number */
    cache_cleanup_generations(cache, generation);
    cache_cleanup_halves(cache, generation);
}

int cache_open(struct cache *cache, bool fresh, struct err *err)
{
    char path[PATH_MAX];
    struct cache_state state = cache_state_read(cache);
    tidy(cache, state.generation);
    if (!fresh && cache->pending && cache->open.number > state.generation)
        return 0;
    cache->pending = false;
    snprintf(path, sizeof path, "%s/%lu", cache->folder, state.generation);
    fresh |= state.generation == 0 || cache_cleanup_full(cache, state.generation);
    if (!fresh && cache->open.number == state.generation &&
        cache_shallow_read(cache, state.generation)) {
        cache->tip = state.tip;
        return 0;
    }
    step_back(cache);
    if (!fresh && cache_shallow_read(cache, state.generation) &&
        open_generation(cache, state.generation, path) == 0) {
        cache->tip = state.tip;
        return 0;
    }
    return make_generation(cache, state.generation, err);
}

int cache_keep_shallow(struct cache *cache, const struct fetched *came, struct err *err)
{
    return came->shallow.list.count > 0 || came->deepened.list.count > 0
               ? cache_shallow_write(cache, came, err)
               : 0;
}

int cache_keep(struct cache *cache, const char *ref, const git_oid *tip, const struct fetched *came,
               struct err *err)
{
    if (came != NULL && cache_keep_shallow(cache, came, err) < 0)
        return -1;
    if (cache_state_write(cache, cache->open.number, ref, tip, err) < 0)
        return -1;
    cache->tip = *tip;
    cache->pending = false;
    cache_cleanup_generations(cache, cache->open.number);
    return 0;
}

int cache_aside_open(struct cache *cache, struct generation *out, struct err *err)
{
    char path[PATH_MAX];
    struct generation made = none;
    cache_cleanup_aside(cache);
    snprintf(path, sizeof path, "%s/aside", cache->folder);
    if (git_repository_init(&made.git, path, 1) != 0 ||
        git_repository_odb(&made.odb, made.git) != 0) {
        close_generation(&made);
        return library_error(err, "the folder \"%s\" can't be set up", path);
    }
    *out = made;
    return 0;
}

void cache_aside_close(struct cache *cache, struct generation *aside)
{
    if (aside->git == NULL)
        return;
    aside->use = -1; /* a zeroed generation has 0 here, which is not its descriptor */
    close_generation(aside);
    cache_cleanup_aside(cache);
}
