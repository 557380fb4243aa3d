// SPDX-License-Identifier: Apache-2.0
/*
 * The new objects of one commit: kept in memory, then stored at once. In a bare repository a few
 * are written loose and many as one pack, since each loose object costs an fsync (10 s for 2,000 on
 * a plain disk). Those of a URL become the pack that is pushed.
 */
#pragma once

#include <git2.h>

#include "manifests/base/list.h"
#include "reconciler/git/handle.h"
#include "reconciler/git/objects/pack.h"

struct objects {
    struct repository *repository;
    struct arena arena;
    LIST_OF(struct pack_object) made;
};

void objects_close(struct objects *objects);
#define objects_scope CLEANUP(objects_close)

/* The bytes are borrowed until objects_close. */
MUST_USE int objects_write(struct objects *objects, const void *bytes, size_t size,
                           git_object_t type, git_oid *out);

/* Makes them last: in the repository, or in repository->pack. */
MUST_USE int objects_store(struct objects *objects, struct err *err);
