// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/user_config.h"

#include <git2.h>
#include <stdlib.h>

#include "manifests/base/err.h"
#include "reconciler/git/library.h"

static void read_file(struct arena *arena, const char *path, struct user_config *user)
{
    git_config *config = NULL;
    git_config_entry *entry = NULL;
    if (git_config_open_ondisk(&config, path) != 0)
        return;
    if (git_config_get_entry(&entry, config, "user.name") == 0)
        user->name = arena_text(arena, entry->value);
    git_config_entry_free(entry);
    entry = NULL;
    if (git_config_get_entry(&entry, config, "user.email") == 0)
        user->email = arena_text(arena, entry->value);
    git_config_entry_free(entry);
    git_config_free(config);
}

struct user_config user_config_read(struct arena *arena)
{
    struct user_config user = {0};
    struct err err = {0};
    const char *home = getenv("HOME"), *folder = getenv("XDG_CONFIG_HOME");
    if (library_open(&err) < 0)
        return user;
    if (folder != NULL && *folder == '/')
        read_file(arena, arena_print(arena, "%s/git/config", folder), &user);
    else if (home != NULL)
        read_file(arena, arena_print(arena, "%s/.config/git/config", home), &user);
    if (home != NULL)
        read_file(arena, arena_print(arena, "%s/.gitconfig", home), &user);
    git_error_clear();
    library_close();
    return user;
}
