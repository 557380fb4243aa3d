// SPDX-License-Identifier: Apache-2.0
/*
 * What a kustomization says about other files: which it reaches and into which namespace they go.
 * Only that is read, and leniently: kustomize itself judges the rest.
 */
#pragma once

#include "manifests/values/source.h"
#include "manifests/yaml/document.h"

enum { KUSTOMIZATION_ENTRIES_MAX = 10000, KUSTOMIZATION_VISITS_MAX = 1000000 };

struct kustomization {
    const char *namespace;
    const char *const *resources; /* resources, bases and components, as written */
    size_t resource_count;
    const char *const *patches; /* files whose objects are pieces, not objects */
    size_t patch_count;
};

/* NULL when the document is none: of another kind, or of no kind and without its fields. */
const struct kustomization *kustomization_decode(struct arena *part, const struct node *root);

/* Whether kustomize takes a file of this name as a kustomization. */
bool kustomization_named(const char *path);

/* What kustomizations make of one file of a source. */
struct reach {
    const char **namespaces; /* distinct, in the order found; sorted by reach_make */
    size_t count, capacity;
    bool reached; /* by a kustomization, with or without a namespace */
    bool patch;
};

/*
 * Walks from the kustomizations that no other reaches. kustomizations[i] belongs to files[i] of
 * the source, NULL where there is none; reaches[i] is filled in. Along one chain the outermost
 * namespace wins. False when the walk passed KUSTOMIZATION_VISITS_MAX and was given up.
 */
bool reach_make(struct arena *run, const struct source *source,
                const struct kustomization *const *kustomizations, struct reach *reaches);

/* "a/b" and "../c" give "a/c"; NULL when it leaves the repository or is a URL. */
const char *path_join(struct arena *arena, const char *folder, const char *relative);
