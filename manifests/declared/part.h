// SPDX-License-Identifier: Apache-2.0
/*
 * A part: what one blob's bytes hold, without any path, so that equal files share it. Parts are
 * small and many; each lives in an arena of its own.
 */
#pragma once

#include "manifests/kinds/image_stream.h"
#include "manifests/kinds/kustomization.h"
#include "manifests/kinds/promotion.h"
#include "manifests/kinds/settings.h"
#include "manifests/kinds/workload.h"
#include "manifests/values/source.h"

enum { PART_ARENA_FIRST = 64 }; /* most parts hold one namespace and nothing else */

struct part {
    struct arena arena;
    LIST_OF(const struct image_stream *) streams;
    LIST_OF(const struct promotion *) promotions;
    LIST_OF(const struct workload *) workloads;
    LIST_OF(const struct build *) builds;
    LIST_OF(const struct settings *) settings;
    LIST_OF(const char *) namespaces;          /* that objects name themselves */
    const struct kustomization *kustomization; /* of the first document that is one */
    problem_list problems;                     /* their paths are NULL */
    size_t documents, objects;
    bool homeless; /* some object names no namespace */
    bool manifest; /* the text looks like manifests, so its syntax is our business */
};

struct part *part_make(void);
/* Takes NULL. */
void part_free(struct part *part);

/* Whether it holds nothing that concerns weir, nor a problem: counts and at most one namespace. */
bool part_plain(const struct part *part);

/* Decodes a file's bytes. `path` says whether it is JSON, nothing else; scratch is cleared. */
void part_decode(struct part *part, struct arena *scratch, const char *path, const char *bytes,
                 size_t length);
