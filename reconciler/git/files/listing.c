// SPDX-License-Identifier: Apache-2.0
#include "reconciler/git/files/listing.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/kinds/settings.h"
#include "reconciler/git/clean_text.h"

enum { NAMES_SLACK = 1000 }; /* fewer unused paths are not worth a copy of all others */

/* Returns true if most of the paths in the names are not used by a file any more. */
static bool worn(const struct listing *listing)
{
    return listing->names->count > 2 * listing->files.count + NAMES_SLACK;
}

void listing_begin(struct listing *listing, const struct listing *before)
{
    *listing = (struct listing){.before = before};
    if (before == NULL || before->names == NULL || worn(before))
        return;
    listing->names = before->names;
    listing->names->holders++;
}

void listing_end(struct listing *listing)
{
    size_t count = listing->files.count > 0 ? listing->files.count : 1;
    listing->before = NULL;
    if (listing->files.capacity == 0)
        return;
    listing->files.items =
        memory_must(reallocarray(listing->files.items, count, sizeof *listing->files.items));
    listing->files.capacity = count;
}

void listing_done(struct listing *listing)
{
    if (listing->names != NULL && --listing->names->holders == 0) {
        arena_done(&listing->names->arena);
        free(listing->names);
    }
    free(listing->files.items);
    arena_done(&listing->arena);
    *listing = (struct listing){0};
}

static const char *add_name(struct listing *listing, const char *path, size_t length)
{
    if (listing->names == NULL) {
        listing->names = memory_must(calloc(1, sizeof *listing->names));
        listing->names->holders = 1;
    }
    listing->names->count++;
    return arena_copy(&listing->names->arena, path, length);
}

/* Makes room for `count` more files. Returns false if there would be more than SOURCE_FILES_MAX. */
static bool make_room(struct listing *listing, size_t count)
{
    size_t need = listing->files.count + count, capacity = listing->files.capacity;
    if (need > SOURCE_FILES_MAX)
        return false;
    if (need <= capacity)
        return true;
    /* A reading usually finds the same files as the one before. */
    size_t least = listing->before != NULL ? listing->before->files.count + 64 : 256;
    capacity = capacity > 0 ? 2 * capacity : least;
    capacity = capacity < need ? need : capacity;
    listing->files.items =
        memory_must(reallocarray(listing->files.items, capacity, sizeof *listing->files.items));
    listing->files.capacity = capacity;
    return true;
}

ptrdiff_t listing_known(struct listing *listing, const char *path)
{
    const struct listing *before = listing->before;
    for (; before != NULL && listing->before_at < before->files.count; listing->before_at++) {
        int order = strcmp(before->files.items[listing->before_at].path, path);
        if (order >= 0)
            return order == 0 ? (ptrdiff_t)listing->before_at : -1;
    }
    return -1;
}

/* Returns the previous listing's copy of this path if both listings share their names, else NULL.
 * The caller must ask for the paths in sorted order. */
static const char *find_name(struct listing *listing, const char *path)
{
    ptrdiff_t known = listing_known(listing, path);
    bool shared = known >= 0 && listing->before->names == listing->names;
    return shared ? listing->before->files.items[known].path : NULL;
}

struct source_file *listing_add(struct listing *listing, const char *path, size_t length)
{
    if (!make_room(listing, 1))
        return NULL;
    const char *known = find_name(listing, path);
    struct source_file *file = &listing->files.items[listing->files.count++];
    *file = (struct source_file){.path = known != NULL ? known : add_name(listing, path, length)};
    return file;
}

/* An edge of the files below a folder: the place before the first one or after the last one. */
struct edge {
    const char *folder;
    size_t length;
    bool behind;
};

static int compare_edge(const void *key, const void *item)
{
    const struct edge *edge = key;
    int order = strncmp(edge->folder, ((const struct source_file *)item)->path, edge->length);
    return order != 0 ? order : edge->behind;
}

/* Returns the index of the edge in the files. Searches from the index `low` on. */
static size_t find_edge(const struct listing *listing, size_t low, struct edge edge)
{
    return low + list_place(listing->files.items + low, listing->files.count - low,
                            sizeof *listing->files.items, &edge, compare_edge);
}

bool listing_take(struct listing *listing, const char *folder, size_t length)
{
    const struct listing *before = listing->before;
    size_t first = find_edge(before, listing->before_at, (struct edge){folder, length, false});
    size_t last = find_edge(before, first, (struct edge){folder, length, true});
    if (!make_room(listing, last - first))
        return false;
    listing->before_at = last;
    for (size_t i = first; i < last; i++) {
        struct source_file *file = &listing->files.items[listing->files.count++];
        *file = before->files.items[i];
        if (listing->names != before->names)
            file->path = add_name(listing, file->path, strlen(file->path));
    }
    for (size_t i = 0; i < before->notes.count; i++)
        if (strncmp(before->note_paths.items[i], folder, length) == 0)
            listing_note(listing, before->note_paths.items[i], before->notes.items[i].reason);
    return true;
}

void listing_note(struct listing *listing, const char *path, const char *reason)
{
    if (listing->notes.count >= REPOSITORY_NOTES_MAX && !settings_named(path))
        return;
    char safe[ERR_PLACE_MAX];
    clean_text_copy(safe, sizeof safe, path, strlen(path));
    *list_add(&listing->arena, &listing->note_paths) = arena_text(&listing->arena, path);
    *list_add(&listing->arena, &listing->notes) =
        (struct source_note){arena_text(&listing->arena, safe), reason};
}

static bool same_notes(const struct listing *a, const struct listing *b)
{
    if (a->notes.count != b->notes.count)
        return false;
    for (size_t i = 0; i < a->notes.count; i++)
        if (strcmp(a->note_paths.items[i], b->note_paths.items[i]) != 0 ||
            strcmp(a->notes.items[i].reason, b->notes.items[i].reason) != 0)
            return false;
    return true;
}

bool listing_same(const struct listing *a, const struct listing *b)
{
    static const struct source_id unknown;
    if (a->files.count != b->files.count || !same_notes(a, b))
        return false;
    for (size_t i = 0; i < a->files.count; i++) {
        const struct source_file *x = &a->files.items[i], *y = &b->files.items[i];
        if (memcmp(&x->id, &y->id, sizeof x->id) != 0 || x->mode != y->mode ||
            memcmp(&x->id, &unknown, sizeof unknown) == 0 ||
            (x->path != y->path && strcmp(x->path, y->path) != 0))
            return false;
    }
    return true;
}

const struct source_file *listing_copy(const struct listing *listing, struct arena *run)
{
    struct source_file *files = arena_array(run, struct source_file, listing->files.count);
    size_t bytes = 0;
    list_each (file, &listing->files)
        bytes += strlen(file->path) + 1;
    char *paths = arena_alloc(run, bytes);
    for (size_t i = 0; i < listing->files.count; i++) {
        files[i] = listing->files.items[i];
        size_t size = strlen(files[i].path) + 1;
        files[i].path = memcpy(paths, files[i].path, size);
        paths += size;
    }
    return files;
}

const struct source_note *listing_copy_notes(const struct listing *listing, struct arena *run)
{
    struct source_note *notes = arena_array(run, struct source_note, listing->notes.count);
    for (size_t i = 0; i < listing->notes.count; i++) {
        const struct source_note *note = &listing->notes.items[i];
        notes[i] = (struct source_note){arena_text(run, note->path), note->reason};
    }
    return notes;
}
