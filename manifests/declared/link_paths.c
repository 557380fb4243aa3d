// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_paths.h"

#include <string.h>

#include "manifests/declared/reader.h"
#include "manifests/values/glob.h"

static int compare_path(const void *key, const void *item)
{
    return strcmp(key, ((const struct source_file *)item)->path);
}

/* True if the entry selects a file of the repository, be it ignored or not. A plain folder is
 * searched by its place in the sorted files, because there may be many entries and many files. */
static bool selects(const struct source *source, const char *path)
{
    if (!glob_is(path) && strncmp(path, ".", 1) != 0) {
        size_t at =
            list_place(source->files, source->count, sizeof *source->files, path, compare_path);
        /* Between a folder and its files are only names such as "apps-x" beside "apps". */
        for (; at < source->count; at++) {
            if (glob_below(path, source->files[at].path) != NULL)
                return true;
            if (strncmp(path, source->files[at].path, strcspn(path, "/")) != 0)
                return false;
        }
        return false;
    }
    for (size_t i = 0; i < source->count; i++)
        if (glob_below(path, source->files[i].path) != NULL)
            return true;
    return false;
}

/* True if an entry of `paths` would select the file but for its own list of ignored files. */
static bool inside(const struct settings *settings, const char *path)
{
    for (size_t i = 0; i < settings->path_count; i++)
        if (glob_below(settings->paths[i].path, path) != NULL)
            return true;
    return false;
}

/* Returns how many files are neither in a path nor ignored. */
static size_t count_outside(const struct link *link)
{
    const struct settings *settings = &link->out->settings;
    struct settings everything = *settings;
    const char *namespace;
    size_t count = 0;
    everything.path_count = 0;
    for (size_t i = 0; i < link->source->count; i++) {
        const char *path = link->source->files[i].path;
        count += link->files[i].part == NULL && !settings_named(path) &&
                 reader_wants(&everything, path, &namespace) && !inside(settings, path);
    }
    return count;
}

void link_paths(struct link *link)
{
    const struct settings *settings = &link->out->settings;
    if (settings->path_count == 0)
        return;
    for (size_t i = 0; i < settings->path_count; i++) {
        const struct settings_path *entry = &settings->paths[i];
        struct problem_place place = {SETTINGS_FILE, entry->line, entry->column, "Reconciler"};
        if (!selects(link->source, entry->path))
            link_problem(link, PROBLEM_NO_FILE, place, "correct the path, or remove it",
                         "no manifest is in \"%.200s\"", entry->path);
    }
    size_t outside = count_outside(link);
    struct problem_place place = {SETTINGS_FILE, settings->paths[0].line, settings->paths[0].column,
                                  "Reconciler"};
    if (outside > 0)
        link_problem(link, PROBLEM_NOT_READ, place,
                     "add their folders to paths, or list them under ignore",
                     "%zu manifest %s outside of paths and not read", outside,
                     outside == 1 ? "file is" : "files are");
}
