// SPDX-License-Identifier: Apache-2.0
/* The cache of a URL is disposable: whatever is wrong with it, it is made anew. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "reconciler/git/library.h"
#include "reconciler/git/remote.h"

/* libgit2 looks through all packs for each object; every fetch adds one. */
enum { PACKS_MAX = 64 };

int cache_folder(const struct repository *repository, char **out, struct err *err)
{
    const char *given = repository->options.cache_folder;
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char hex[GIT_OID_HEXSZ + 1];
    git_oid hash;
    if (given) {
        *out = memory_must(strdup(given));
        return 0;
    }
    const char *url = repository->location.url;
    if (git_odb_hash(&hash, url, strlen(url), GIT_OBJECT_BLOB) != 0)
        return library_error(err, "the cache folder can't be named");
    git_oid_tostr(hex, sizeof hex, &hash);
    if ((!base || *base != '/') && (!home || *home != '/')) {
        err_set(err, "there is no folder for the cache of \"%s\"", repository->location.name);
        return err_hint(err, "set XDG_CACHE_HOME or HOME");
    }
    int length = base && *base == '/' ? asprintf(out, "%s/weir/%s", base, hex)
                                      : asprintf(out, "%s/.cache/weir/%s", home, hex);
    memory_must(length < 0 ? NULL : *out);
    return 0;
}

static int make_folders(char *path, struct err *err)
{
    for (char *at = path + 1;; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char end = *at;
        *at = '\0';
        int result = mkdir(path, 0700);
        if (result != 0 && errno != EEXIST)
            return err_errno(err, "making the cache folder \"%s\"", path);
        *at = end;
        if (!end)
            return 0;
    }
}

int cache_lock(struct remote *remote, struct err *err)
{
    char path[PATH_MAX];
    struct repository *repository = remote->repository;
    if (remote->lock < 0) {
        if (make_folders(remote->folder, err) != 0)
            return -1;
        snprintf(path, sizeof path, "%s/lock", remote->folder);
        remote->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (remote->lock < 0)
            return err_errno(err, "opening \"%s\"", path);
    }
    for (unsigned tenths = 0; flock(remote->lock, LOCK_EX | LOCK_NB) != 0; tenths++) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_errno(err, "locking the cache folder \"%s\"", remote->folder);
        if (stopped(repository))
            return err_set(err, "stopped");
        if (tenths > 10 * repository->options.silence_seconds)
            return err_set(err, "another process keeps the cache folder \"%s\"", remote->folder);
        nanosleep(&(struct timespec){.tv_nsec = 100 * 1000 * 1000}, NULL);
    }
    return 0;
}

void cache_unlock(struct remote *remote)
{
    flock(remote->lock, LOCK_UN);
}

static int remove_one(const char *path, const struct stat *at, int type, struct FTW *ftw)
{
    (void)at;
    (void)type;
    (void)ftw;
    return remove(path);
}

static bool too_many_packs(const char *git)
{
    char path[PATH_MAX + 16];
    unsigned packs = 0;
    snprintf(path, sizeof path, "%s/objects/pack", git);
    DIR *folder = opendir(path);
    if (!folder)
        return false;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        packs += text_ends(entry->d_name, ".pack");
    closedir(folder);
    return packs > PACKS_MAX;
}

void cache_close(struct remote *remote)
{
    struct repository *repository = remote->repository;
    git_odb_free(repository->odb);
    git_repository_free(repository->git);
    repository->odb = NULL;
    repository->git = NULL;
    remote->memory = NULL; /* the odb's */
}

static int open_git(struct remote *remote, const char *path)
{
    struct repository *repository = remote->repository;
    if (git_repository_open_bare(&repository->git, path) != 0 ||
        git_repository_odb(&repository->odb, repository->git) != 0)
        return -1;
    /* Above the folder's backends, so that what we write stays in memory. */
    if (git_mempack_new(&remote->memory) != 0)
        return -1;
    if (git_odb_add_backend(repository->odb, remote->memory, 1000) != 0) {
        remote->memory->free(remote->memory);
        remote->memory = NULL;
        return -1;
    }
    return 0;
}

int cache_open(struct remote *remote, bool fresh, struct err *err)
{
    char path[PATH_MAX];
    struct repository *repository = remote->repository;
    snprintf(path, sizeof path, "%s/git", remote->folder);
    fresh |= too_many_packs(path);
    if (repository->git && !fresh)
        return 0;
    cache_close(remote);
    repository->listed = false;
    if (!fresh && open_git(remote, path) == 0)
        return 0;
    cache_close(remote);
    git_repository *made = NULL;
    if (nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0 && errno != ENOENT)
        return err_errno(err, "clearing the cache folder \"%s\"", path);
    if (git_repository_init(&made, path, 1) != 0)
        return library_error(err, "the cache folder \"%s\" can't be set up", path);
    git_repository_free(made);
    if (open_git(remote, path) != 0)
        return library_error(err, "the cache folder \"%s\" can't be opened", path);
    return 0;
}
