// SPDX-License-Identifier: Apache-2.0
/* A pack of new objects, written without looking for deltas: it is what a server is sent and what
 * is indexed here (gitformat-pack(5)). */
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

/* Appends the pack to out, whose maximum it must not pass. Each object is given once. */
MUST_USE int pack_make(const struct pack_object *objects, size_t count, struct text *out,
                       struct err *err);

/* Indexes a whole pack into the odb. */
MUST_USE int pack_index(git_odb *odb, const struct text *pack, struct err *err);
