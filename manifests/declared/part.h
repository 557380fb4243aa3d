// SPDX-License-Identifier: Apache-2.0
/*
 * A part has the objects and problems decoded from the bytes of one file. It does not have the
 * file's path, so files with equal bytes share it. Each part has its own arena.
 */
#pragma once

#include "manifests/kinds/image_stream.h"
#include "manifests/kinds/kustomization.h"
#include "manifests/kinds/promotion.h"
#include "manifests/kinds/settings.h"
#include "manifests/kinds/workload.h"
#include "manifests/values/source.h"

enum { PART_ARENA_FIRST = 64 }; /* bytes; most parts have one namespace and nothing else */

struct part {
    struct arena arena;
    LIST_OF(const struct image_stream *) streams;
    LIST_OF(const struct promotion *) promotions;
    LIST_OF(const struct workload *) workloads;
    LIST_OF(const struct build *) builds;
    LIST_OF(const struct settings *) settings;
    LIST_OF(const char *) namespaces;          /* namespaces that objects name */
    const struct kustomization *kustomization; /* the first kustomization in the file, or NULL */
    problem_list problems;                     /* their paths are NULL */
    size_t documents, objects;
    bool homeless; /* at least one object, not of weir's own kinds, names no namespace */
    bool manifest; /* the text has "apiVersion" or "kind", so its syntax errors are reported */
};

struct part *part_make(void);
/* Accepts NULL. */
void part_free(struct part *part);

/* True if the part has no objects that weir uses, no kustomization, no problems, and at most one
 * namespace. */
bool part_plain(const struct part *part);

/* Decodes a file's bytes. `path` only tells whether the file is JSON. Uses and clears `scratch`. */
void part_decode(struct part *part, struct arena *scratch, const char *path, const char *bytes,
                 size_t length);
