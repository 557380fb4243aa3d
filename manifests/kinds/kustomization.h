// SPDX-License-Identifier: Apache-2.0
/*
 * Kustomizations: the files that one includes, and the namespace that it sets. Nothing else is
 * read, and mistakes are not reported: kustomize itself does that.
 */
#pragma once

#include "manifests/yaml/document.h"

enum { KUSTOMIZATION_ENTRIES_MAX = 10000 };

struct kustomization {
    const char *namespace;
    const char *const *resources; /* resources, bases and components, as written */
    size_t resource_count;
    const char *const *patches; /* files with parts of objects */
    size_t patch_count;
};

/* Returns NULL when the document is not a kustomization: it has another kind, or neither a kind nor
 * a kustomization's fields. */
const struct kustomization *kustomization_decode(struct arena *part, const struct node *root);

/* The file names of kustomizations, in kustomize's order; ends with NULL. */
extern const char *const kustomization_names[];
/* True if the path has one of these names. */
bool kustomization_named(const char *path);
