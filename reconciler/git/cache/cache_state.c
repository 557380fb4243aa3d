// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/cache/cache_state.h"

#include <stdio.h>
#include <string.h>

#include "reconciler/git/cache/cache_file.h"
#include "reconciler/git/handle.h"

enum { STATE_MAX = 16 << 10 };

static const char *line_of(const char *text, const char *word)
{
    const char *found = strstr(text, word);
    return found != NULL ? found + strlen(word) : "";
}

struct cache_state cache_state_read(const struct cache *cache)
{
    char format[LOCATION_MAX + 64];
    text_scope struct text bytes = text_of(STATE_MAX);
    struct cache_state state = {0};
    unsigned long generation;
    int at = 0;
    snprintf(format, sizeof format, "format %d\nurl %s\n", CACHE_FORMAT,
             cache->repository->location.url);
    if (cache_file_read(cache->folder, "state", &bytes) < 0 || bytes.data == NULL ||
        !text_starts(bytes.data, format))
        return state;
    const char *rest = bytes.data + strlen(format);
    if (sscanf(rest, "generation %9lu\ntip %n", &generation, &at) == 1 && at > 0 &&
        strlen(rest + at) > GIT_OID_HEXSZ &&
        git_oid_fromstrn(&state.tip, rest + at, GIT_OID_HEXSZ) == 0)
        state.generation = generation;
    const char *ref = line_of(rest, "\nref ");
    snprintf(state.ref, sizeof state.ref, "%.*s", (int)strcspn(ref, "\n"), ref);
    return state;
}

int cache_state_write(const struct cache *cache, unsigned long generation, const char *ref,
                      const git_oid *tip, struct err *err)
{
    char bytes[STATE_MAX], hex[GIT_OID_HEXSZ + 1];
    int length = snprintf(
        bytes, sizeof bytes, "format %d\nurl %s\ngeneration %lu\ntip %s\nref %s\n", CACHE_FORMAT,
        cache->repository->location.url, generation, git_oid_tostr(hex, sizeof hex, tip), ref);
    return cache_file_write(cache->folder, "state", bytes, (size_t)length, err);
}
