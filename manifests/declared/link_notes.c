// SPDX-License-Identifier: Apache-2.0
#include "manifests/declared/link_notes.h"

#include <string.h>

#include "manifests/base/text.h"
#include "manifests/declared/reader.h"

/* True if an entry of `paths` may select something inside the folder. `folder` ends with "/". */
static bool may_select(const struct settings *settings, const char *folder)
{
    for (size_t i = 0; i < settings->path_count; i++) {
        const char *path = settings->paths[i].path;
        size_t plain = strcspn(path, "*?[\\"), length = strlen(folder);
        bool glob = path[plain] != '\0';
        if (strncmp(path, folder, glob && plain < length ? plain : length) == 0)
            return true;
    }
    return false;
}

static bool concerns(const struct settings *settings, const char *path)
{
    const char *namespace;
    return reader_wants(settings, path, &namespace) ||
           (text_ends(path, "/") && may_select(settings, path));
}

static bool is_manifest(const char *path)
{
    return text_ends(path, ".yaml") || text_ends(path, ".yml") || text_ends(path, ".json");
}

void link_notes(struct link *link)
{
    const struct source *source = link->source;
    for (size_t i = 0; i < source->note_count; i++) {
        const struct source_note *note = &source->notes[i];
        bool unreadable = text_starts(note->reason, "can't be read");
        bool name = is_manifest(note->path) || strstr(note->reason, "link") == NULL;
        if (settings_named(note->path) || !name || !concerns(&link->out->settings, note->path))
            continue;
        struct problem_place place = {.file = arena_text(link->run, note->path)};
        link_problem(link, unreadable ? PROBLEM_UNREADABLE : PROBLEM_NOT_READ, place,
                     unreadable
                         ? "let weir's user read it, or list it under ignore in " SETTINGS_FILE
                         : "list it under ignore in " SETTINGS_FILE " if it has no manifests",
                     "%s", note->reason);
    }
}
