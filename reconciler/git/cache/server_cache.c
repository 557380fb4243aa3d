// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/server_cache.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "manifests/base/text.h"
#include "reconciler/git/cache/cache_file.h"
#include "reconciler/git/handle.h"

enum { FILE_MAX = 8 << 10 };

static const char name[] = "server";

/* Returns the beginning that the file has for this URL, up to the time. */
static const char *head_of(struct arena *arena, const struct cache *cache)
{
    return arena_print(arena, "server 1\nurl %s\ntold ", cache->repository->location.url);
}

/* Returns the lines after "told TIME\n", or NULL if the file is for another URL, too old or
 * damaged. */
static const char *check_head(const char *text, const char *head)
{
    long long now = time(NULL);
    char *end = NULL;
    if (text == NULL || !text_starts(text, head))
        return NULL;
    long long then = strtoll(text + strlen(head), &end, 10);
    return *end == '\n' && then <= now && now - then <= SERVER_CACHE_SECONDS ? end + 1 : NULL;
}

bool server_cache_read(const struct cache *cache, struct capabilities *out)
{
    arena_scope struct arena arena = {0};
    text_scope struct text bytes = text_of(FILE_MAX);
    struct capabilities made = {.version = 2};
    if (cache_file_read(cache->folder, name, &bytes) < 0)
        return false;
    const char *at = check_head(bytes.data, head_of(&arena, cache));
    for (const char *end; at != NULL && (end = strchr(at, '\n')) != NULL; at = end + 1)
        capabilities_line(&made, (struct pkt){PKT_DATA, at, (size_t)(end - at)});
    if (!made.ls_refs || !made.fetch)
        return false;
    *out = made;
    return true;
}

void server_cache_write(const struct cache *cache, const struct capabilities *capabilities)
{
    arena_scope struct arena arena = {0};
    struct err ignored;
    const char *text =
        capabilities == NULL
            ? ""
            : arena_print(&arena, "%s%lld\n%s", head_of(&arena, cache), (long long)time(NULL),
                          capabilities_print(&arena, capabilities));
    (void)!cache_file_write(cache->folder, name, text, strlen(text), &ignored);
}
