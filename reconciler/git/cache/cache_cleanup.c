// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/cache_cleanup.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { PATH_SIZE = PATH_MAX + 64 };

static int remove_one(const char *path, const struct stat *at, int type, struct FTW *ftw)
{
    (void)at;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_folder(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static unsigned long number_of(const char *name)
{
    size_t length = strspn(name, "0123456789");
    return length == 0 || length > 9 || name[length] || *name == '0' ? 0 : strtoul(name, NULL, 10);
}

static void remove_unused(const struct cache *cache, unsigned long number)
{
    char path[PATH_SIZE], use[PATH_SIZE + 16];
    snprintf(path, sizeof path, "%s/%lu", cache->folder, number);
    snprintf(use, sizeof use, "%s/in-use", path);
    int file = open(use, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0 || flock(file, LOCK_EX | LOCK_NB) == 0)
        remove_folder(path);
    if (file >= 0)
        close(file);
}

unsigned long cache_cleanup_generations(const struct cache *cache, unsigned long kept)
{
    unsigned long highest = 0;
    DIR *folder = opendir(cache->folder);
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        unsigned long number = number_of(entry->d_name);
        highest = number > highest ? number : highest;
        if (number != 0 && number != kept && number != cache->open.number &&
            number != cache->older.number)
            remove_unused(cache, number);
    }
    closedir(folder);
    return highest;
}

void cache_cleanup_aside(const struct cache *cache)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/aside", cache->folder);
    remove_folder(path);
}

static DIR *open_packs(const struct cache *cache, unsigned long generation)
{
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/%lu/objects/pack", cache->folder, generation);
    return opendir(path);
}

void cache_cleanup_halves(const struct cache *cache, unsigned long generation)
{
    DIR *folder = open_packs(cache, generation);
    if (folder == NULL)
        return;
    /* A complete pack was renamed to pack-DIGEST; other files are incomplete packs of libgit2 or
     * pack.c. */
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.' && !text_starts(entry->d_name, "pack-"))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

bool cache_cleanup_full(const struct cache *cache, unsigned long generation)
{
    unsigned packs = 0;
    DIR *folder = open_packs(cache, generation);
    if (folder == NULL)
        return false;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        packs += text_ends(entry->d_name, ".pack");
    closedir(folder);
    return packs > CACHE_PACKS_MAX;
}
