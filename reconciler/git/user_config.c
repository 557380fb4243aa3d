// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/user_config.h"

#include <git2.h>
#include <stdlib.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/library.h"

static void read_config(struct arena *arena, git_config *config, struct user_config *user)
{
    git_config_entry *entry = NULL;
    if (git_config_get_entry(&entry, config, "user.name") == 0)
        user->name = arena_text(arena, entry->value);
    git_config_entry_free(entry);
    entry = NULL;
    if (git_config_get_entry(&entry, config, "user.email") == 0)
        user->email = arena_text(arena, entry->value);
    git_config_entry_free(entry);
}

/* Reads a file, with those that it includes. git: for conditions of includes; or NULL. */
static void read_file(struct arena *arena, const char *path, git_repository *git,
                      struct user_config *user)
{
    git_config *config = NULL;
    if (git_config_new(&config) == 0 &&
        git_config_add_file_ondisk(config, path, GIT_CONFIG_LEVEL_GLOBAL, git, 0) == 0)
        read_config(arena, config, user);
    git_config_free(config);
}

/* Reads the files of the machine and of the user, in git's order: the last one wins. */
static void read_files(struct arena *arena, const char *home, git_repository *git,
                       struct user_config *user)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *global = getenv("GIT_CONFIG_GLOBAL");
    const char *no_system = getenv("GIT_CONFIG_NOSYSTEM");
    if (git != NULL && text_blank(no_system))
        read_file(arena, "/etc/gitconfig", git, user);
    if (!text_blank(global)) {
        read_file(arena, global, git, user);
        return;
    }
    if (folder != NULL && *folder == '/')
        read_file(arena, arena_print(arena, "%s/git/config", folder), git, user);
    else if (home != NULL)
        read_file(arena, arena_print(arena, "%s/.config/git/config", home), git, user);
    if (home != NULL)
        read_file(arena, arena_print(arena, "%s/.gitconfig", home), git, user);
}

struct user_config user_config_read(struct arena *arena, const struct repository *repository)
{
    struct user_config user = {0}, own = {0};
    struct err err = {0};
    git_config *config = NULL;
    const char *home = getenv("HOME");
    bool checkout = repository_kind(repository) == REPOSITORY_WORK_TREE;
    if (library_open(&err) < 0)
        return user;
    /* First, because the repository must not see the search path that is set next. */
    if (checkout && git_repository_config_snapshot(&config, repository->git) == 0)
        read_config(arena, config, &own);
    git_config_free(config);
    /* libgit2 finds "~/" in the path of an include there. */
    bool set = home != NULL &&
               git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, home) == 0;
    read_files(arena, home, checkout ? repository->git : NULL, &user);
    if (set)
        git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, "");
    user.name = own.name != NULL ? own.name : user.name;
    user.email = own.email != NULL ? own.email : user.email;
    git_error_clear();
    library_close();
    return user;
}
