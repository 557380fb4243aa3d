// SPDX-License-Identifier: Apache-2.0
/*
 * The new objects of one commit. A few are written loose as they come. Many are kept in memory and
 * written as one pack, since each loose object costs an fsync (10 s for 2,000 on a plain disk).
 */
#pragma once

#include <git2.h>

#include "manifests/base/list.h"
#include "reconciler/git/handle.h"

struct objects {
    git_odb *odb;          /* to read and write; borrowed unless `apart` */
    git_repository *apart; /* a handle whose odb writes to memory; NULL when written loose */
    struct arena arena;
    LIST_OF(git_oid) made;
};

/* edits: how many files will change. */
MUST_USE int objects_open(struct repository *repository, size_t edits, struct objects *out,
                          struct err *err);
void objects_close(struct objects *objects);
#define objects_scope CLEANUP(objects_close)

MUST_USE int objects_write(struct objects *objects, const void *bytes, size_t size,
                           git_object_t type, git_oid *out);

/* Makes them last: the repository has all of them afterwards. */
MUST_USE int objects_store(struct objects *objects, struct err *err);
