// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/alias.h"

const char *alias_target(const struct tag_node *node)
{
    const struct stream_tag *entry = node->entry;
    bool own =
        entry != NULL && entry->from_kind == FROM_STREAM_TAG &&
        (entry->from_stream == NULL || text_equal(entry->from_stream, node->name)) &&
        (entry->from_namespace == NULL || text_equal(entry->from_namespace, node->namespace));
    return own ? entry->from_tag : NULL;
}

struct tag_node *alias_end(struct planner *planner, struct tag_node *node, enum reason *otherwise)
{
    /* A chain longer than the stream has tags is a circle. */
    for (size_t steps = 0; steps <= STREAM_TAGS_MAX; steps++) {
        const char *of = alias_target(node);
        if (of == NULL)
            return node;
        node = planner_node(planner, node->namespace, node->name, of);
        if (node == NULL) {
            *otherwise = REASON_ALIAS_MISSING;
            return NULL;
        }
    }
    *otherwise = REASON_ALIAS_CYCLE;
    return NULL;
}

struct tag_node *alias_meant(struct planner *planner, struct tag_node *node)
{
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = alias_end(planner, node, &otherwise);
    return end != NULL ? end : node;
}
