// SPDX-License-Identifier: Apache-2.0
/* Finds the files that the kustomizations of a source reach, and the namespaces that they set. */
#pragma once

#include "manifests/kinds/kustomization.h"
#include "manifests/values/source.h"

enum { REACH_VISITS_MAX = 1000000 }; /* entries, counted at each visit of their kustomization */

/* The effect of all kustomizations on one file. */
struct reach {
    const char **namespaces; /* distinct; sorted by reach_make */
    size_t count, capacity;
    bool reached; /* a kustomization includes the file, with or without a namespace */
    bool patch;   /* a kustomization uses the file as a patch */
};

/*
 * Walks from the kustomizations that no other one includes. kustomizations[i] belongs to files[i]
 * of the source and may be NULL; fills in reaches[i]. Along one chain the outermost namespace wins.
 * A kustomization is visited once for each namespace that it gets from outside. Returns false if
 * the visits met REACH_VISITS_MAX or more entries; the walk stops then.
 */
bool reach_make(struct arena *run, const struct source *source,
                const struct kustomization *const *kustomizations, struct reach *reaches);

/* Returns "a/c" for "a/b" and "../c". Returns NULL if `relative` leaves the repository, is
 * absolute, is a URL, or is longer than SOURCE_PATH_MAX. */
const char *reach_join(struct arena *arena, const char *folder, const char *relative);
