// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/alias.h"

const char *alias_target(const struct planner *planner, const struct tag_node *node)
{
    if (node->entry == NULL || node->entry->from_kind != FROM_STREAM_TAG)
        return NULL;
    struct tag_name source =
        declared_source(planner->declared, node->environment, node->name, node->entry);
    bool own =
        text_equal(source.environment, node->environment) && text_equal(source.stream, node->name);
    return own ? source.tag : NULL;
}

struct tag_node *alias_end(struct planner *planner, struct tag_node *node, enum reason *otherwise)
{
    /* A chain with more steps than a stream can have tags is a cycle. */
    for (size_t steps = 0; steps <= STREAM_TAGS_MAX; steps++) {
        const char *of = alias_target(planner, node);
        if (of == NULL)
            return node;
        node = planner_node(planner, node->environment, node->name, of);
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
