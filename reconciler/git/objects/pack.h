// SPDX-License-Identifier: Apache-2.0
/* A pack of new objects, made without looking for deltas: it is sent to a server and stored here.
 * Its index is made at the same time, because all its values are known by then, so that nothing is
 * unpacked and hashed a second time (gitformat-pack(5)). */
#pragma once

#include <git2.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

struct pack_object {
    git_oid id;
    git_object_t type; /* GIT_OBJECT_COMMIT, _TREE or _BLOB */
    const void *bytes; /* borrowed */
    size_t size;
};

struct pack {
    struct text bytes, index;
};

/* Returns an empty pack of at most REPOSITORY_PACK_MAX bytes. */
struct pack pack_of_none(void);
void pack_clear(struct pack *pack);
void pack_done(struct pack *pack);
#define pack_scope CLEANUP(pack_done)

/* Fills an empty pack with these objects. They are sorted by id, each given once. */
MUST_USE int pack_make(const struct pack_object *objects, size_t count, struct pack *out,
                       struct err *err);

/* Stores a pack in the repository: bytes, then index, each by fsync and rename. A kill leaves a
 * file that `git gc` removes. */
MUST_USE int pack_store(git_repository *git, const struct pack *pack, struct err *err);
