// SPDX-License-Identifier: Apache-2.0
#include "reconciler/root.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "manifests/declared/declared.h"

enum { ROOT_DEPTH_MAX = 64 };

static bool has(struct arena *arena, const char *folder, const char *name)
{
    return access(arena_print(arena, "%s/%s", folder, name), F_OK) == 0;
}

const char *root_above(struct arena *arena, const char *folder)
{
    char absolute[PATH_MAX];
    size_t depth = 0;
    if (realpath(folder, absolute) == NULL)
        return NULL;
    for (const char *at = absolute; *at != '\0'; at++)
        depth += *at == '/' && at[1] != '\0';
    for (size_t up = 0; up < depth && up < ROOT_DEPTH_MAX; up++) {
        folder = arena_print(arena, "%s/..", folder);
        if (has(arena, folder, ".git"))
            return folder;
    }
    return NULL;
}

const char *root_find(struct arena *arena)
{
    char here[4096];
    if (getcwd(here, sizeof here) == NULL)
        return ".";
    size_t depth = 0;
    for (const char *at = here; *at != '\0'; at++)
        depth += *at == '/' && at[1] != '\0';
    const char *folder = ".";
    for (size_t up = 0; up <= depth && up <= ROOT_DEPTH_MAX; up++) {
        if (has(arena, folder, ".git") || has(arena, folder, SETTINGS_FILE))
            return folder;
        folder = up == 0 ? ".." : arena_print(arena, "%s/..", folder);
    }
    return ".";
}
