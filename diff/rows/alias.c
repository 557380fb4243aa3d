// SPDX-License-Identifier: Apache-2.0
#include "diff/rows/alias.h"

const char *alias_target(const struct planner *planner, const struct tag_node *node)
{
    if (node->entry == NULL || node->entry->from_kind != FROM_STREAM_TAG || node->hop != NULL ||
        node->producer != NULL)
        return NULL;
    struct tag_name source =
        declared_source(planner->declared, node->environment, node->name, node->entry);
    bool own =
        text_equal(source.environment, node->environment) && text_equal(source.stream, node->name);
    return own ? source.tag : NULL;
}

/* Follows the chain from the node to a tag without an alias, to an alias that is known, to a
 * missing tag, or back to an alias of the chain. Then all aliases on the way get the result. */
static void resolve(struct planner *planner, struct tag_node *node)
{
    struct alias_end result = {.state = ALIAS_KNOWN};
    struct tag_node *at = node;
    while (at != NULL && at->alias_end.state == ALIAS_NEW) {
        const char *of = alias_target(planner, at);
        if (of == NULL) {
            at->alias_end = (struct alias_end){.state = ALIAS_KNOWN, .node = at};
            break;
        }
        at->alias_end.state = ALIAS_OPEN;
        at->alias_end.next = planner_node(planner, at->environment, at->name, of);
        at = at->alias_end.next;
    }
    if (at == NULL)
        result.otherwise = REASON_ALIAS_MISSING;
    else if (at->alias_end.state == ALIAS_KNOWN)
        result = at->alias_end;
    else
        result.otherwise = REASON_ALIAS_CYCLE;
    while (node != NULL && node->alias_end.state == ALIAS_OPEN) {
        result.next = node->alias_end.next;
        node->alias_end = result;
        node = result.next;
    }
}

struct tag_node *alias_end(struct planner *planner, struct tag_node *node, enum reason *otherwise)
{
    if (node->alias_end.state == ALIAS_NEW)
        resolve(planner, node);
    if (node->alias_end.node == NULL)
        *otherwise = node->alias_end.otherwise;
    return node->alias_end.node;
}

bool alias_of_intended(struct planner *planner, struct tag_node *node)
{
    enum reason otherwise = REASON_ALIAS;
    if (alias_end(planner, node, &otherwise) == NULL)
        return false;
    while (node->alias_end.next != NULL) {
        node = node->alias_end.next;
        if (node->intended)
            return true;
    }
    return false;
}

struct tag_node *alias_meant(struct planner *planner, struct tag_node *node)
{
    enum reason otherwise = REASON_ALIAS;
    struct tag_node *end = alias_end(planner, node, &otherwise);
    return end != NULL ? end : node;
}
