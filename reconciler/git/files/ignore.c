// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/ignore.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static bool has_rules(const char *path)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false;
    char line[256];
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = line[0] != '#' && line[strspn(line, " \t\r\n")] != '\0';
    fclose(file);
    return found;
}

/* Returns true if core.excludesFile is set or the configuration can't be read. Changes of that file
 * are not noticed, so no answer of the last reading may be used. */
static bool excludes_elsewhere(git_repository *git)
{
    git_config *config = NULL;
    const char *file = NULL;
    if (git_repository_config_snapshot(&config, git) != 0)
        return true;
    bool found = git_config_get_string(&file, config, "core.excludesfile") == 0 && *file;
    git_config_free(config);
    return found;
}

static bool id_known(const struct source_id *id)
{
    static const struct source_id none = {0};
    return memcmp(id, &none, sizeof none) != 0;
}

bool ignore_start(struct ignore *ignore, bool *known)
{
    char path[4096];
    struct stat at;
    const struct ignore_memory *last = &ignore->memories[ignore->current];
    ignore->current = !ignore->current;
    ignore->index_read = false;
    struct ignore_memory *memory = &ignore->memories[ignore->current];
    arena_clear(&memory->arena);
    *memory = (struct ignore_memory){.arena = memory->arena};
    int length =
        snprintf(path, sizeof path, "%sinfo/exclude", git_repository_commondir(ignore->git));
    bool elsewhere = excludes_elsewhere(ignore->git);
    if (length < 0 || (size_t)length >= sizeof path || elsewhere) {
        *known = false;
        return true;
    }
    /* Two edits within one tick of the file system's clock look like one: the second is missed if
     * it comes after the reading. That is accepted, because info/exclude is edited rarely. */
    memory->outside.bytes[31] = 1;
    if (stat(path, &at) == 0) {
        memcpy(memory->outside.bytes, &at.st_ino, sizeof at.st_ino);
        memcpy(memory->outside.bytes + 8, &at.st_ctim.tv_sec, 8);
        memcpy(memory->outside.bytes + 16, &at.st_ctim.tv_nsec, 8);
    }
    *known = memcmp(&memory->outside, &last->outside, sizeof last->outside) == 0;
    return has_rules(path);
}

void ignore_done(struct ignore *ignore)
{
    git_index_free(ignore->index);
    ignore->index = NULL;
    arena_done(&ignore->memories[0].arena);
    arena_done(&ignore->memories[1].arena);
}

bool ignore_enter(struct ignore *ignore, const char *folder, const struct source_id *id)
{
    struct ignore_memory *memory = &ignore->memories[ignore->current];
    struct ignore_memory *last = &ignore->memories[!ignore->current];
    if (id != NULL)
        *list_add(&memory->arena, &memory->rules) =
            (struct ignore_rules){arena_text(&memory->arena, folder), *id};
    while (last->rules_at < last->rules.count) {
        const struct ignore_rules *rules = &last->rules.items[last->rules_at];
        int order = strcmp(rules->folder, folder);
        if (order == 0)
            return id != NULL && id_known(id) && memcmp(id, &rules->id, sizeof *id) == 0;
        if (order > 0)
            break;
        last->rules_at++;
    }
    return id == NULL;
}

static bool tracked(struct ignore *ignore, const char *path, bool folder)
{
    size_t at;
    if (ignore->index == NULL && git_repository_index(&ignore->index, ignore->git) != 0)
        return true; /* an index that can't be read makes no file ignored */
    if (!ignore->index_read && git_index_read(ignore->index, 0) != 0)
        return true;
    ignore->index_read = true;
    return folder ? git_index_find_prefix(&at, ignore->index, path) == 0
                  : git_index_get_bypath(ignore->index, path, 0) != NULL;
}

/* Returns the last reading's answer for this path, or NULL if that reading did not ask about it. */
static const struct ignore_answer *answer_find(struct ignore_memory *last, const char *path)
{
    while (last->answer_at < last->answers.count) {
        const struct ignore_answer *answer = &last->answers.items[last->answer_at];
        int order = strcmp(answer->path, path);
        if (order == 0)
            return answer;
        if (order > 0)
            return NULL;
        last->answer_at++;
    }
    return NULL;
}

static bool ask(struct ignore *ignore, const char *path, bool known)
{
    struct ignore_memory *memory = &ignore->memories[ignore->current];
    const struct ignore_answer *last =
        known ? answer_find(&ignore->memories[!ignore->current], path) : NULL;
    int ignored = last != NULL && last->ignored;
    if (last == NULL && git_ignore_path_is_ignored(&ignored, ignore->git, path) != 0)
        ignored = 0;
    *list_add(&memory->arena, &memory->answers) =
        (struct ignore_answer){arena_text(&memory->arena, path), ignored != 0};
    return ignored;
}

bool ignore_skips(struct ignore *ignore, const char *path, bool folder, bool known, bool *ignored)
{
    if (!*ignored && !ask(ignore, path, known))
        return false;
    if (!tracked(ignore, path, folder))
        return true;
    *ignored = folder;
    return false;
}
