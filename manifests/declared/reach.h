// SPDX-License-Identifier: Apache-2.0
/* Finds the files that kustomizations include, and the namespaces that these files get. */
#pragma once

#include "manifests/kinds/kustomization.h"
#include "manifests/values/source.h"

enum { REACH_VISITS_MAX = 1000000 }; /* entries, counted at each visit of their kustomization */

/* The effect of all kustomizations on one file. */
struct reach {
    const char **namespaces; /* each once; reach_make sorts them */
    size_t count, capacity;
    bool reached; /* a kustomization includes the file, with or without a namespace */
    bool patch;   /* a kustomization uses the file as a patch */
};

/*
 * Starts at the kustomizations that no other kustomization includes, and follows their entries.
 * kustomizations[i] and reaches[i] belong to files[i] of the source; kustomizations[i] may be NULL.
 * If several kustomizations of one chain set a namespace, the outermost one is used. A
 * kustomization is visited once for each namespace that the kustomizations including it set.
 * Returns false if the visits met REACH_VISITS_MAX or more entries; the walk then stops.
 */
bool reach_make(struct arena *run, const struct source *source,
                const struct kustomization *const *kustomizations, struct reach *reaches);

/* Returns "a/c" for "a/b" and "../c". Returns NULL if `relative` leaves the repository, is
 * absolute, is a URL, or is longer than SOURCE_PATH_MAX. */
const char *reach_join(struct arena *arena, const char *folder, const char *relative);
