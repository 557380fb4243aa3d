// SPDX-License-Identifier: Apache-2.0
#include "manifests/site.h"

struct site site_of(struct arena *arena, size_t document, const struct node *parent,
                    const char *key, const struct node *node)
{
    if (node != NULL) {
        return (struct site){
            .path = node_path_of(arena, document, node),
            .text = arena_text(arena, node_text(node)),
            .line = node->line,
            .column = node->column,
        };
    }
    return (struct site){
        .path = node_path_key(arena, node_path_of(arena, document, parent), key),
        .line = parent->line,
        .column = parent->column,
    };
}
