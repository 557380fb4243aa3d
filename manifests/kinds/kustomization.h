// SPDX-License-Identifier: Apache-2.0
/*
 * Decodes kustomizations: the files that they include, and the namespace that they set. Nothing
 * else is read. Mistakes are not reported, because kustomize reports them.
 */
#pragma once

#include "manifests/yaml/document.h"

enum { KUSTOMIZATION_ENTRIES_MAX = 10000 };

struct kustomization {
    const char *namespace;        /* NULL if no valid one is set */
    const char *const *resources; /* resources, bases and components, as written */
    size_t resource_count;
    const char *const *patches; /* files with parts of objects */
    size_t patch_count;
};

/* Returns NULL if the document is not a kustomization. If the document has a kind or an API
 * version, the kind must be Kustomization or Component, and the API version, if there is one, must
 * be kustomize's. If it has neither, it must have one of the fields that are read here. */
const struct kustomization *kustomization_decode(struct arena *part, const struct node *root);

/* The file names of kustomizations, in kustomize's order; ends with NULL. */
extern const char *const kustomization_names[];
/* True if the last part of the path is one of these names. */
bool kustomization_named(const char *path);
