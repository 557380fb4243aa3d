// SPDX-License-Identifier: Apache-2.0
/* A listing has the files that one reading found, and notes about files that were left out.
 * folder_list.c and tree.c make it; the repository keeps it until the next reading. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "manifests/values/source.h"
#include "reconciler/git/repository.h"

/* The paths that consecutive listings share. */
struct names {
    struct arena arena;
    size_t count;
    unsigned holders; /* number of listings that use these names */
};

/* A zeroed listing is empty. */
struct listing {
    LIST_OF(struct source_file) files; /* sorted by path; the items are not in an arena */
    struct names *names;               /* has the paths of the files */
    struct arena arena;                /* has the notes */
    LIST_OF(struct source_note) notes;
    LIST_OF(const char *) note_paths; /* the paths of the notes, as they were found */
    size_t entries;                   /* number of names that were looked at */
    /* Used between listing_begin and listing_end: */
    const struct listing *before; /* the previous listing, whose paths are used again, or NULL */
    size_t before_at;             /* index of the first file of `before` that is not done yet */
};

/* Begins a listing that is probably similar to the previous one, `before`, which may be NULL.
 * `before` is read until listing_end and may be freed after that. */
void listing_begin(struct listing *listing, const struct listing *before);
/* Ends the listing, and frees memory that it does not need. */
void listing_end(struct listing *listing);
/* Frees the listing. A zeroed listing is allowed. */
void listing_done(struct listing *listing);

/* Returns the index of this path in the previous listing, or -1 if it does not have the path. The
 * caller must ask for the paths in sorted order. */
ptrdiff_t listing_known(struct listing *listing, const char *path);
/* Adds a file. The caller must add files in the order of their paths, and fills in the mode, size
 * and id of the result. Returns NULL if there are SOURCE_FILES_MAX files already. */
struct source_file *listing_add(struct listing *listing, const char *path, size_t length);
/* Adds the files and notes of `before`, which must not be NULL, below a folder. `folder` is "" or
 * ends with "/". Returns false if there would be more than SOURCE_FILES_MAX files. */
bool listing_take(struct listing *listing, const char *folder, size_t length);
/* Adds a note, unless there are REPOSITORY_NOTES_MAX notes; a note on weir.yaml or weir.freeze is
 * always added. `reason` must be static text. The note's path is made safe for a terminal. */
void listing_note(struct listing *listing, const char *path, const char *reason);

/* Returns true if both have the same notes, and the same paths, modes and identities. Returns false
 * if an identity is unknown. */
bool listing_same(const struct listing *a, const struct listing *b);
/* Returns a copy of the files in the arena. The array is one allocation, and all paths are another.
 */
const struct source_file *listing_copy(const struct listing *listing, struct arena *run);
/* Returns a copy of the notes in the arena. */
const struct source_note *listing_copy_notes(const struct listing *listing, struct arena *run);
