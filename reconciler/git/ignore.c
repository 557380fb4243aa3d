// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/ignore.h"

#include <stdio.h>
#include <string.h>

void ignore_start(struct ignore *ignore)
{
    git_index_free(ignore->index);
    ignore->index = NULL;
}

void ignore_done(struct ignore *ignore)
{
    ignore_start(ignore);
}

static bool has_rules(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    char line[256];
    bool found = false;
    while (!found && fgets(line, sizeof line, file))
        found = line[0] != '#' && line[strspn(line, " \t\r\n")] != '\0';
    fclose(file);
    return found;
}

bool ignore_everywhere(const struct ignore *ignore)
{
    char path[4096];
    git_config *config = NULL;
    const char *file = NULL;
    if (git_repository_config_snapshot(&config, ignore->git) != 0)
        return true;
    bool found = git_config_get_string(&file, config, "core.excludesfile") == 0 && *file;
    git_config_free(config);
    int length =
        snprintf(path, sizeof path, "%sinfo/exclude", git_repository_commondir(ignore->git));
    return found || length < 0 || (size_t)length >= sizeof path || has_rules(path);
}

/* libgit2 1.5 lowers nothing here: the prefix is compared bytewise, as git does. */
static bool tracked(struct ignore *ignore, const char *path, bool folder)
{
    size_t at;
    if (!ignore->index && git_repository_index(&ignore->index, ignore->git) != 0)
        return true; /* an index that can't be read hides no file */
    return folder ? git_index_find_prefix(&at, ignore->index, path) == 0
                  : git_index_get_bypath(ignore->index, path, 0) != NULL;
}

bool ignore_skips(struct ignore *ignore, const char *path, bool folder, bool *ignored)
{
    int answer = 0;
    if (!*ignored && (git_ignore_path_is_ignored(&answer, ignore->git, path) != 0 || !answer))
        return false;
    if (!tracked(ignore, path, folder))
        return true;
    *ignored = folder;
    return false;
}
