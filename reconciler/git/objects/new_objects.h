// SPDX-License-Identifier: Apache-2.0
/*
 * Collects the new objects of one write in memory, and stores all of them together. In a bare
 * repository up to 64 objects are written loose, and more as one pack, because each loose object
 * costs an fsync (10 s for 2,000 on a plain disk). For a URL they become the pack that is pushed.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/objects/pack.h"

struct new_objects {
    git_repository *git;
    git_odb *odb;
    struct pack *pushed; /* the pack that is filled for a push; NULL: store in the repository */
    struct arena arena;
    LIST_OF(struct pack_object) made;
};

void new_objects_close(struct new_objects *objects);
#define new_objects_scope CLEANUP(new_objects_close)

/* Adds an object, and sets *out to its id. The bytes are borrowed until new_objects_close. Returns
 * -1 if libgit2 fails; library_error() has the reason. */
MUST_USE int new_objects_write(struct new_objects *objects, const void *bytes, size_t size,
                               git_object_t type, git_oid *out);

/* Stores all objects durably in the repository, or fills the pack that is pushed. */
MUST_USE int new_objects_store(struct new_objects *objects, struct err *err);
