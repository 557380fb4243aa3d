// SPDX-License-Identifier: Apache-2.0
#include "manifests/kinds/kustomization.h"

#include <stdlib.h>
#include <string.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/kinds/fields.h"
#include "manifests/kinds/namespace.h"

static void add_text(struct arena *part, text_list *texts, const char *text)
{
    if (text != NULL && strchr(text, '\n') == NULL && texts->count < KUSTOMIZATION_ENTRIES_MAX)
        *list_add(part, texts) = arena_text(part, text);
}

/* Adds the items that are texts, and the `path` of those that are maps. */
static void add_entries(struct arena *part, const struct node *root, const char *key,
                        text_list *texts)
{
    const struct node *list = field_find(root, key);
    if (list == NULL || list->kind != NODE_LIST)
        return;
    for (const struct node *item = list->first; item != NULL; item = item->next) {
        const struct node *node = node_resolve(item);
        add_text(part, texts, node->kind == NODE_MAP ? field_text(node, "path") : node_text(node));
    }
}

static const char *const resource_keys[] = {"resources", "bases", "components"};
static const char *const patch_keys[] = {"patches", "patchesStrategicMerge", "patchesJson6902"};

static bool is_kustomization(const struct node *root)
{
    const char *kind = field_text(root, "kind"), *version = field_text(root, "apiVersion");
    if (kind != NULL || version != NULL) {
        return (text_equal(kind, "Kustomization") || text_equal(kind, "Component")) &&
               (version == NULL || text_starts(version, "kustomize.config.k8s.io/"));
    }
    bool any = field_find(root, "namespace") != NULL;
    for (size_t i = 0; i < 3; i++)
        any = any || field_find(root, resource_keys[i]) != NULL ||
              field_find(root, patch_keys[i]) != NULL;
    return any;
}

const struct kustomization *kustomization_decode(struct arena *part, const struct node *root)
{
    if (root == NULL || root->kind != NODE_MAP || !is_kustomization(root))
        return NULL;
    struct kustomization *kustomization = arena_new(part, struct kustomization);
    const char *namespace = field_text(root, "namespace");
    if (namespace != NULL && namespace_valid(namespace))
        kustomization->namespace = arena_text(part, namespace);
    text_list resources = {0}, patches = {0};
    for (size_t i = 0; i < 3; i++) {
        add_entries(part, root, resource_keys[i], &resources);
        add_entries(part, root, patch_keys[i], &patches);
    }
    kustomization->resources = resources.items;
    kustomization->resource_count = resources.count;
    kustomization->patches = patches.items;
    kustomization->patch_count = patches.count;
    return kustomization;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

const char *const kustomization_names[] = {"kustomization.yaml", "kustomization.yml",
                                           "Kustomization", NULL};

bool kustomization_named(const char *path)
{
    for (size_t i = 0; kustomization_names[i] != NULL; i++) {
        if (strcmp(base_name(path), kustomization_names[i]) == 0)
            return true;
    }
    return false;
}
