// SPDX-License-Identifier: Apache-2.0
/* The files found by one reading, and notes about files that were left out. Made by folder_list.c
 * or tree.c, and kept by the repository from one reading to the next. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "manifests/values/source.h"
#include "reconciler/git/repository.h"

/* The paths of consecutive listings, each path once. */
struct names {
    struct arena arena;
    size_t count;
    unsigned holders; /* listings */
};

/* Zeroed is empty. */
struct listing {
    LIST_OF(struct source_file) files; /* sorted by path; the items are not in an arena */
    struct names *names;               /* of the files */
    struct arena arena;                /* of the notes */
    LIST_OF(struct repository_note) notes;
    LIST_OF(const char *) note_paths; /* of the notes, as they are */
    size_t entries;                   /* names looked at */
    /* While it is made: */
    const struct listing *before; /* whose paths are used again, or NULL */
    size_t before_at;             /* its files up to here sort before what comes next */
};

/* Begins a listing that is probably similar to the one before. `before` may be NULL; it is read
 * until listing_end, and may then be freed. */
void listing_begin(struct listing *listing, const struct listing *before);
void listing_end(struct listing *listing);
void listing_done(struct listing *listing);

/* Adds a file; paths come in their order. The caller fills in the item's mode, size and id. NULL
 * past SOURCE_FILES_MAX. */
struct source_file *listing_add(struct listing *listing, const char *path, size_t length);
/* Adds the files that the listing before has below a folder (a path that ends in "/", or ""), and
 * its notes. False past SOURCE_FILES_MAX. */
bool listing_take(struct listing *listing, const char *folder, size_t length);
/* reason is static text; the path is made safe for a terminal. */
void listing_note(struct listing *listing, const char *path, const char *reason);

/* True if both have the same files with the same bytes, as far as their identities tell. */
bool listing_same(const struct listing *a, const struct listing *b);
/* Copies the files into an arena; the array and the paths are one allocation each. */
const struct source_file *listing_copy(const struct listing *listing, struct arena *run);
