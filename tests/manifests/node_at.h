// SPDX-License-Identifier: Apache-2.0
/* Follows a path from the root, to test the paths of edits and printed paths. */
#pragma once

#include "manifests/yaml/document.h"

/* Returns the node at a path, or NULL. An alias on the way gives the alias node itself. */
__attribute__((noinline)) static struct node *node_at(const struct documents *documents,
                                                      struct node_path path)
{
    if (path.document >= documents->count)
        return NULL;
    struct node *node = documents->items[path.document].root;
    for (size_t i = 0; i < path.count && node != NULL && node->kind != NODE_ALIAS; i++)
        node = path.steps[i].key != NULL ? node_find(node, path.steps[i].key)
                                         : node_item(node, path.steps[i].index);
    return node;
}
