// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/cache_shallow.h"

#include <errno.h>
#include <stdio.h>

#include "reconciler/git/cache/cache_file.h"

enum { SHALLOW_FILE_MAX = 4 << 20, NAME_ROOM = 40 };

static const char *name_file(char name[NAME_ROOM], unsigned long generation)
{
    snprintf(name, NAME_ROOM, "%lu/shallow", generation);
    return name;
}

bool cache_shallow_read(struct cache *cache, unsigned long generation)
{
    char name[NAME_ROOM];
    text_scope struct text bytes = text_of(SHALLOW_FILE_MAX);
    arena_clear(&cache->arena);
    cache->shallow = (struct object_ids){0};
    if (cache_file_read(cache->folder, name_file(name, generation), &bytes) < 0)
        return errno == ENOENT;
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

int cache_shallow_write(struct cache *cache, const struct fetched *came, struct err *err)
{
    char name[NAME_ROOM], hex[GIT_OID_HEXSZ + 2];
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
    return cache_file_write(cache->folder, name_file(name, cache->open.number),
                            bytes.data != NULL ? bytes.data : "", bytes.length, err);
}
