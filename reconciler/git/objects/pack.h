// SPDX-License-Identifier: Apache-2.0
/* Makes a pack of new objects without looking for deltas. The pack is sent to a server or stored in
 * a repository on this machine. Its index is made at the same time, because all values of the index
 * are known by then, so nothing is unpacked and hashed a second time (gitformat-pack(5)). */
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

/* Returns an empty pack. The pack and its index may each have REPOSITORY_PACK_MAX bytes. */
struct pack pack_of_none(void);
void pack_clear(struct pack *pack);
void pack_done(struct pack *pack);
#define pack_scope CLEANUP(pack_done)

/* Makes the pack and its index of these objects; `out` loses its old content. The caller must sort
 * the objects by id and give each of them once. */
MUST_USE int pack_make(const struct pack_object *objects, size_t count, struct pack *out,
                       struct err *err);
