// SPDX-License-Identifier: Apache-2.0
/* The files found by one reading, and what was left out: made by folder.c or tree.c, kept by the
 * repository from one reading to the next, copied into each source. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "manifests/source.h"
#include "reconciler/git/repository.h"

struct listing {
    struct arena arena;
    LIST_OF(struct source_file) files; /* sorted by path */
    LIST_OF(struct repository_note) notes;
    LIST_OF(const char *) note_paths; /* of the notes, as they are */
    size_t path_bytes;                /* of all paths with their NULs */
    size_t entries;                   /* names looked at */
};

void listing_clear(struct listing *listing);
void listing_done(struct listing *listing);

/* The item's id and size are the caller's to fill in. NULL past SOURCE_FILES_MAX. */
struct source_file *listing_add(struct listing *listing, const char *path, size_t length);
/* reason is static text; the path is made safe for a terminal. */
void listing_note(struct listing *listing, const char *path, const char *reason);
/* Copies the files into an arena; the array and the paths are one allocation each. */
const struct source_file *listing_copy(const struct listing *listing, struct arena *run);

/* NULL for a part of a path that is fit to be used, else why not. */
const char *name_problem(const char *name, size_t length);
/* The same for a whole relative path. */
const char *path_problem(const char *path);

/* *.yaml, *.yml and *.json, and the file that freezes. */
bool name_manifest(const char *name);
