// SPDX-License-Identifier: Apache-2.0
/*
 * The new objects of one commit: kept in memory, then stored at once. In a bare repository a few
 * are written loose and many as one pack, because each loose object costs an fsync (10 s for 2,000
 * on a plain disk). Those of a URL become the pack that is pushed.
 */
#pragma once

#include <git2.h>

#include "manifests/base/arena.h"
#include "manifests/base/list.h"
#include "reconciler/git/objects/pack.h"

struct new_objects {
    git_repository *git;
    git_odb *odb;
    struct pack *pushed; /* takes the objects instead of the repository; or NULL */
    struct arena arena;
    LIST_OF(struct pack_object) made;
};

void new_objects_close(struct new_objects *objects);
#define new_objects_scope CLEANUP(new_objects_close)

/* Adds an object. The bytes are borrowed until new_objects_close. */
MUST_USE int new_objects_write(struct new_objects *objects, const void *bytes, size_t size,
                               git_object_t type, git_oid *out);

/* Stores all objects durably in the repository, or makes the pack that is pushed. */
MUST_USE int new_objects_store(struct new_objects *objects, struct err *err);
