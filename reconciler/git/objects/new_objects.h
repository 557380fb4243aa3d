// SPDX-License-Identifier: Apache-2.0
/*
 * Collects the new objects of one write in memory, and stores all of them together as one pack: in
 * a bare repository, because each loose object is a file and costs an fsync (10 s for 2,000 on a
 * plain disk); for a URL, because a pack is what is pushed.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/objects/pack.h"
#include "reconciler/git/objects/pack_keep.h"

struct new_objects {
    git_repository *git;
    git_odb *odb;
    struct pack *pushed;   /* the pack that is filled for a push; NULL: store in the repository */
    struct pack_keep keep; /* protects the stored objects until new_objects_close */
    struct arena arena;
    LIST_OF(struct pack_object) made;
};

/* Begins a write. `pushed` may be NULL. */
struct new_objects new_objects_begin(git_repository *git, git_odb *odb, struct pack *pushed);
void new_objects_close(struct new_objects *objects);
#define new_objects_scope CLEANUP(new_objects_close)

/* Adds an object, and sets *out to its id. The bytes are borrowed until new_objects_close. Returns
 * -1 if libgit2 fails; library_error() has the reason. */
MUST_USE int new_objects_write(struct new_objects *objects, const void *bytes, size_t size,
                               git_object_t type, git_oid *out);

/* Stores all objects durably in the repository, or fills the pack that is pushed. The caller moves
 * a ref to stored objects before new_objects_close. */
MUST_USE int new_objects_store(struct new_objects *objects, struct err *err);
