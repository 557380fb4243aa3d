// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/listing.h"

#include <string.h>
#include <strings.h>

#include "manifests/settings.h"
#include "reconciler/git/library.h"

void listing_clear(struct listing *listing)
{
    arena_clear(&listing->arena);
    struct arena arena = listing->arena;
    *listing = (struct listing){.arena = arena};
}

void listing_done(struct listing *listing)
{
    arena_done(&listing->arena);
    *listing = (struct listing){0};
}

struct source_file *listing_add(struct listing *listing, const char *path, size_t length)
{
    if (listing->files.count >= SOURCE_FILES_MAX)
        return NULL;
    struct source_file *file = list_add(&listing->arena, &listing->files);
    file->path = arena_copy(&listing->arena, path, length);
    listing->path_bytes += length + 1;
    return file;
}

void listing_note(struct listing *listing, const char *path, const char *reason)
{
    if (listing->notes.count >= REPOSITORY_NOTES_MAX)
        return;
    char safe[ERR_PLACE_MAX];
    words_copy(safe, sizeof safe, path, strlen(path));
    *list_add(&listing->arena, &listing->note_paths) = arena_text(&listing->arena, path);
    *list_add(&listing->arena, &listing->notes) =
        (struct repository_note){arena_text(&listing->arena, safe), reason};
}

const struct source_file *listing_copy(const struct listing *listing, struct arena *run)
{
    struct source_file *files = arena_array(run, struct source_file, listing->files.count);
    char *paths = arena_alloc(run, listing->path_bytes);
    for (size_t i = 0; i < listing->files.count; i++) {
        files[i] = listing->files.items[i];
        size_t size = strlen(files[i].path) + 1;
        files[i].path = memcpy(paths, files[i].path, size);
        paths += size;
    }
    return files;
}

const char *name_problem(const char *name, size_t length)
{
    if (length == 0)
        return "has an empty name in it";
    if (length > 255)
        return "has a name of more than 255 bytes in it";
    if (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.')))
        return "has a \".\" or \"..\" in it";
    if (length == 4 && strncasecmp(name, ".git", 4) == 0)
        return "has a \".git\" in it";
    for (size_t i = 0; i < length;) {
        unsigned char byte = (unsigned char)name[i];
        if (byte > 0x20 && byte < 0x7f && byte != '/') {
            i++;
            continue;
        }
        if (byte < 0x20 || byte == 0x7f)
            return "has a control byte in its name";
        if (byte == '/')
            return "has a \"/\" in a name";
        size_t step = byte < 0x80 ? 1 : utf8_length(name + i, length - i);
        if (step == 0)
            return "is not named in UTF-8";
        if (byte == 0xc2 && (unsigned char)name[i + 1] < 0xa0)
            return "has a control byte in its name";
        i += step;
    }
    return NULL;
}

const char *path_problem(const char *path)
{
    if (strlen(path) >= SOURCE_PATH_MAX)
        return "is too long";
    for (const char *part = path;; part++) {
        size_t length = strcspn(part, "/");
        const char *problem = name_problem(part, length);
        if (problem)
            return problem;
        part += length;
        if (!*part)
            return NULL;
    }
}

bool name_manifest(const char *name)
{
    return text_ends(name, ".yaml") || text_ends(name, ".yml") || text_ends(name, ".json") ||
           strcmp(name, FREEZE_FILE) == 0;
}
