// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/credentials.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/file.h"
#include "reconciler/net/docker_config.h"
#include "reconciler/net/file_stamp.h"

struct credentials {
    struct arena arena;
    const char **paths;
    struct file_stamp *stamps; /* one for each path */
    size_t count;
    struct docker_config entries, earlier; /* sorted by file and place */
    char trouble[ERR_MESSAGE_MAX];
};

/* True if the error means that there is no file. EISDIR counts, because some container runtimes
 * mount a folder in place of an optional secret that does not exist. */
static bool is_missing(int number)
{
    return number == ENOENT || number == ENOTDIR || number == EISDIR;
}

static int read_file(struct docker_config *into, size_t file, const char *path, struct err *err)
{
    struct text bytes = text_of(TEXT_CONFIG_MAX);
    int got = file_read(path, 0, &bytes);
    int result = 0;
    if (got < 0 && !is_missing(errno))
        result = err_errno(err, "reading the registry credentials \"%s\"", path);
    else if (got > 0)
        result = err_set(err, "the registry credentials \"%s\" are longer than %d bytes", path,
                         TEXT_CONFIG_MAX);
    else if (got == 0)
        result = docker_config_read(into, file, path, bytes.data != NULL ? bytes.data : "",
                                    bytes.length, err);
    if (bytes.data != NULL)
        explicit_bzero(bytes.data, bytes.capacity);
    text_done(&bytes);
    return result;
}

static int compare(const void *a, const void *b)
{
    const struct docker_config_entry *left = a, *right = b;
    if (left->file != right->file)
        return left->file < right->file ? -1 : 1;
    return strcmp(left->place, right->place);
}

/* Reads all files into `into`. Takes their stamps first, so that a change in between is seen the
 * next time. */
static int read_all(struct credentials *credentials, struct docker_config *into, struct err *err)
{
    for (size_t i = 0; i < credentials->count; i++)
        credentials->stamps[i] = file_stamp_of(credentials->paths[i]);
    for (size_t i = 0; i < credentials->count; i++)
        /* EACCES: a folder above a default location belongs to another user. */
        if (credentials->stamps[i].missing != EACCES &&
            read_file(into, i, credentials->paths[i], err) < 0)
            return -1;
    list_sort(&into->entries, compare);
    return 0;
}

int credentials_open(struct credentials **out, const char *const *paths, size_t count,
                     struct err *err)
{
    struct credentials *credentials = memory_must(calloc(1, sizeof *credentials));
    credentials->count = count;
    credentials->stamps = arena_array(&credentials->arena, struct file_stamp, count);
    credentials->paths = arena_array(&credentials->arena, const char *, count);
    for (size_t i = 0; i < count; i++)
        credentials->paths[i] = arena_text(&credentials->arena, paths[i]);
    if (read_all(credentials, &credentials->entries, err) < 0) {
        credentials_close(&credentials);
        return -1;
    }
    *out = credentials;
    return 0;
}

void credentials_close(struct credentials **handle)
{
    struct credentials *credentials = *handle;
    if (credentials == NULL)
        return;
    docker_config_done(&credentials->entries);
    docker_config_done(&credentials->earlier);
    arena_done(&credentials->arena);
    free(credentials);
    *handle = NULL;
}

bool credentials_refresh(struct credentials *credentials, bool always)
{
    struct docker_config read = {0};
    struct err err = {0};
    bool changed = always;
    for (size_t i = 0; i < credentials->count && !changed; i++) {
        struct file_stamp now = file_stamp_of(credentials->paths[i]);
        changed = !file_stamp_equal(&now, &credentials->stamps[i]);
    }
    if (!changed)
        return false;
    credentials->trouble[0] = '\0';
    if (read_all(credentials, &read, &err) < 0) {
        docker_config_done(&read);
        snprintf(credentials->trouble, sizeof credentials->trouble, "%s%s%.600s", err.place,
                 err.place[0] != '\0' ? ": " : "", err.message);
        return false;
    }
    docker_config_done(&credentials->earlier);
    credentials->earlier = credentials->entries;
    credentials->entries = read;
    return true;
}

const char *credentials_trouble(const struct credentials *credentials)
{
    return credentials->trouble[0] != '\0' ? credentials->trouble : NULL;
}

/* Returns the rank of an entry for a place that is spelled `exact`; 0 is the best. */
static int rank(const struct docker_config_entry *entry, const char *exact)
{
    if (entry->helper)
        return 0;
    int spelling = text_equal(entry->credential.key, exact) ? 1 : 2 + (int)entry->spelling;
    return entry->credential.problem != NULL ? spelling + 10 : spelling;
}

/* Returns the best entry of a file for a place, or NULL. */
static const struct docker_config_entry *find(const struct docker_config *config, size_t file,
                                              const char *place, const char *exact)
{
    struct docker_config_entry key = {.file = file, .place = place};
    const struct docker_config_entry *best = NULL, *all = config->entries.items;
    size_t at = list_place(all, config->entries.count, sizeof *all, &key, compare);
    for (; at < config->entries.count && compare(&all[at], &key) == 0; at++)
        if (best == NULL || rank(&all[at], exact) < rank(best, exact))
            best = &all[at];
    return best;
}

/* Returns the entry of a file for the longest path that contains the image, or NULL. */
static const struct docker_config_entry *find_in(const struct docker_config *config, size_t file,
                                                 const char *host, const char *path)
{
    arena_scope struct arena scratch = {0};
    enum docker_config_spelling spelling;
    const char *normal = docker_config_place(&scratch, host, &spelling);
    char *below = arena_print(&scratch, "/%s", path);
    for (size_t length = strlen(below);; length--) {
        if (below[length] != '/' && below[length] != '\0')
            continue;
        below[length] = '\0';
        const struct docker_config_entry *entry =
            find(config, file, arena_print(&scratch, "%s%s", normal, below),
                 arena_print(&scratch, "%s%s", host, below));
        if (entry != NULL || length == 0)
            return entry;
    }
}

const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path)
{
    const struct docker_config_entry *broken = NULL;
    for (size_t file = 0; file < credentials->count; file++) {
        const struct docker_config_entry *entry = find_in(&credentials->entries, file, host, path);
        if (entry != NULL && entry->credential.problem == NULL)
            return &entry->credential;
        if (broken == NULL)
            broken = entry;
    }
    /* The entry of credsStore is for every other host. */
    for (size_t file = 0; file < credentials->count && broken == NULL; file++)
        broken = find(&credentials->entries, file, "", "");
    return broken != NULL ? &broken->credential : NULL;
}
