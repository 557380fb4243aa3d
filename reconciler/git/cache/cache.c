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
#include "reconciler/git/handle.h"
#include "reconciler/git/library_error.h"
#include "reconciler/git/refs/tip.h"

enum { STATE_MAX = 16 << 10, SHALLOW_FILE_MAX = 4 << 20 };

static const struct generation none = {.use = -1};

int cache_name(const char *identity, char **out, struct err *err)
{
    const char *base = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char hex[GIT_OID_HEXSZ + 1];
    git_oid hash;
    if (git_odb_hash(&hash, identity, strlen(identity), GIT_OBJECT_BLOB) != 0)
        return library_error(err, "the cache folder has no valid name");
    git_oid_tostr(hex, sizeof hex, &hash);
    if ((base == NULL || *base != '/') && (home == NULL || *home != '/')) {
        err_set(err, "there is no folder for the cache of \"%s\"", identity);
        return err_hint(err, "set XDG_CACHE_HOME or HOME");
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
        cache->lock = open(path, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
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

/* The open generation becomes the older one. */
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

static int read_file(const char *path, struct text *out)
{
    return file_read(path, O_NOFOLLOW | O_NONBLOCK, out) == 0 ? 0 : -1;
}

static int write_file(const char *path, const char *bytes, size_t length, struct err *err)
{
    file_draft_scope struct file_draft draft = FILE_DRAFT_NONE;
    char temporary[PATH_MAX + 8];
    snprintf(temporary, sizeof temporary, "%s.new", path);
    if (file_draft_create(&draft, AT_FDCWD, temporary, 0660) < 0 ||
        file_draft_write(&draft, bytes, length) < 0 || file_draft_sync(&draft) < 0 ||
        file_draft_rename(&draft, path) < 0)
        return err_errno(err, "writing \"%s\"", path);
    return 0;
}

int cache_read(const struct cache *cache, const char *name, struct text *out)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", cache->folder, name);
    return read_file(path, out);
}

int cache_write(const struct cache *cache, const char *name, const char *bytes, size_t length,
                struct err *err)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", cache->folder, name);
    return write_file(path, bytes, length, err);
}

struct state {
    unsigned long generation; /* 0: there is no valid state */
    git_oid tip;
    git_oid journal; /* or zero */
    char ref[BRANCH_REF_MAX];
};

static const char *line_of(const char *text, const char *word)
{
    const char *found = strstr(text, word);
    return found != NULL ? found + strlen(word) : "";
}

static struct state read_state(const struct cache *cache)
{
    char format[LOCATION_MAX + 64];
    text_scope struct text bytes = text_of(STATE_MAX);
    struct state state = {0};
    unsigned long generation;
    int at = 0;
    snprintf(format, sizeof format, "format %d\nurl %s\n", CACHE_FORMAT,
             cache->repository->location.url);
    if (cache_read(cache, "state", &bytes) != 0 || bytes.data == NULL ||
        !text_starts(bytes.data, format))
        return state;
    const char *rest = bytes.data + strlen(format);
    if (sscanf(rest, "generation %9lu\ntip %n", &generation, &at) == 1 && at > 0 &&
        strlen(rest + at) > GIT_OID_HEXSZ &&
        git_oid_fromstrn(&state.tip, rest + at, GIT_OID_HEXSZ) == 0)
        state.generation = generation;
    const char *ref = line_of(rest, "\nref "), *journal = line_of(rest, "\njournal ");
    snprintf(state.ref, sizeof state.ref, "%.*s", (int)strcspn(ref, "\n"), ref);
    if (strlen(journal) <= GIT_OID_HEXSZ ||
        git_oid_fromstrn(&state.journal, journal, GIT_OID_HEXSZ) != 0)
        state.journal = (git_oid){0};
    return state;
}

static int write_state(const struct cache *cache, unsigned long generation, const char *ref,
                       const git_oid *tip, struct err *err)
{
    char bytes[STATE_MAX], hex[GIT_OID_HEXSZ + 1], last[GIT_OID_HEXSZ + 1];
    bool journal = !git_oid_is_zero(&cache->journal);
    int length = snprintf(
        bytes, sizeof bytes, "format %d\nurl %s\ngeneration %lu\ntip %s\nref %s\n%s%s%s",
        CACHE_FORMAT, cache->repository->location.url, generation,
        git_oid_tostr(hex, sizeof hex, tip), ref, journal ? "journal " : "",
        journal ? git_oid_tostr(last, sizeof last, &cache->journal) : "", journal ? "\n" : "");
    return cache_write(cache, "state", bytes, (size_t)length, err);
}

static bool read_shallow(struct cache *cache, const char *git)
{
    char path[PATH_MAX + 16];
    text_scope struct text bytes = text_of(SHALLOW_FILE_MAX);
    arena_clear(&cache->arena);
    cache->shallow = (struct object_ids){0};
    snprintf(path, sizeof path, "%s/shallow", git);
    if (access(path, F_OK) != 0)
        return errno == ENOENT;
    if (read_file(path, &bytes) != 0)
        return false;
    for (size_t at = 0; at + GIT_OID_HEXSZ < bytes.length; at += GIT_OID_HEXSZ + 1) {
        git_oid id;
        if (git_oid_fromstrn(&id, bytes.data + at, GIT_OID_HEXSZ) != 0)
            return false;
        *list_add(&cache->arena, &cache->shallow.list) = id;
    }
    return bytes.length % (GIT_OID_HEXSZ + 1) == 0;
}

static bool holds(const struct object_ids *ids, const git_oid *id)
{
    list_each (one, &ids->list)
        if (git_oid_equal(one, id))
            return true;
    return false;
}

static int write_shallow(struct cache *cache, const struct fetched *came, struct err *err)
{
    char path[PATH_MAX], hex[GIT_OID_HEXSZ + 2];
    text_scope struct text bytes = text_of(SHALLOW_FILE_MAX);
    struct object_ids kept = {0};
    list_each (id, &cache->shallow.list)
        if (!holds(&came->deepened, id))
            *list_add(&cache->arena, &kept.list) = *id;
    list_each (id, &came->shallow.list)
        if (!holds(&kept, id))
            *list_add(&cache->arena, &kept.list) = *id;
    list_each (id, &kept.list) {
        git_oid_tostr(hex, sizeof hex, id);
        hex[GIT_OID_HEXSZ] = '\n';
        if (text_append(&bytes, hex, GIT_OID_HEXSZ + 1) != 0)
            return err_set(err, "the cache has too many shallow commits");
    }
    cache->shallow = kept;
    snprintf(path, sizeof path, "%s/%lu/shallow", cache->folder, cache->open.number);
    return write_file(path, bytes.data != NULL ? bytes.data : "", bytes.length, err);
}

static int open_generation(struct cache *cache, unsigned long number, const char *path)
{
    char use[PATH_MAX + 16];
    struct generation made = {.number = number, .use = -1};
    snprintf(use, sizeof use, "%s/in-use", path);
    made.use = open(use, O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0660);
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

/* Runs once: removes leftovers of earlier processes. */
static void tidy(struct cache *cache, unsigned long generation)
{
    if (cache->tidy)
        return;
    cache->tidy = true;
    cache_cleanup_aside(cache);
    if (generation == 0)
        return; /* a new generation is made, and counts on from those that it removes */
    cache_cleanup_generations(cache, generation);
    cache_cleanup_halves(cache, generation);
}

int cache_open(struct cache *cache, bool fresh, struct err *err)
{
    char path[PATH_MAX];
    struct state state = read_state(cache);
    cache->journal = state.journal;
    tidy(cache, state.generation);
    if (!fresh && cache->pending && cache->open.number > state.generation)
        return 0;
    cache->pending = false;
    snprintf(path, sizeof path, "%s/%lu", cache->folder, state.generation);
    fresh |= state.generation == 0 || cache_cleanup_full(cache, state.generation);
    if (!fresh && cache->open.number == state.generation && read_shallow(cache, path)) {
        cache->tip = state.tip;
        return 0;
    }
    step_back(cache);
    if (!fresh && read_shallow(cache, path) &&
        open_generation(cache, state.generation, path) == 0) {
        cache->tip = state.tip;
        return 0;
    }
    return make_generation(cache, state.generation, err);
}

int cache_keep(struct cache *cache, const char *ref, const git_oid *tip, const struct fetched *came,
               struct err *err)
{
    if (came != NULL && (came->shallow.list.count > 0 || came->deepened.list.count > 0) &&
        write_shallow(cache, came, err) != 0)
        return -1;
    if (write_state(cache, cache->open.number, ref, tip, err) != 0)
        return -1;
    cache->tip = *tip;
    cache->pending = false;
    cache_cleanup_generations(cache, cache->open.number);
    return 0;
}

int cache_remember(struct cache *cache, const git_oid *journal, struct err *err)
{
    struct state state = read_state(cache);
    cache->journal = *journal;
    return state.generation == 0 ? err_set(err, "the cache has no state")
                                 : write_state(cache, state.generation, state.ref, &state.tip, err);
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
    aside->use = -1; /* 0 where the caller zeroed it: not a descriptor */
    close_generation(aside);
    cache_cleanup_aside(cache);
}
