// SPDX-License-Identifier: Apache-2.0
/* Which files the kustomizations of a source reach, and the namespaces that they set. */
#pragma once

#include "manifests/kinds/kustomization.h"
#include "manifests/values/source.h"

enum { REACH_VISITS_MAX = 1000000 };

/* The effect of all kustomizations on one file. */
struct reach {
    const char **namespaces; /* distinct; sorted by reach_make */
    size_t count, capacity;
    bool reached; /* by a kustomization, with or without a namespace */
    bool patch;
};

/*
 * Walks from the kustomizations that no other one includes. kustomizations[i] belongs to files[i]
 * of the source and may be NULL; fills in reaches[i]. Along one chain the outermost namespace wins.
 * False when the walk was stopped after REACH_VISITS_MAX visits.
 */
bool reach_make(struct arena *run, const struct source *source,
                const struct kustomization *const *kustomizations, struct reach *reaches);

/* Returns "a/c" for "a/b" and "../c"; NULL when the path leaves the repository or is a URL. */
const char *reach_join(struct arena *arena, const char *folder, const char *relative);
