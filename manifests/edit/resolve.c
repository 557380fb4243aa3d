// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "manifests/edit/edit_internal.h"

static unsigned count_aliases(const struct node *node, const struct node *target)
{
    unsigned count = node->kind == NODE_ALIAS && node->target == target;
    if (node->key != NULL)
        count += count_aliases(node->key, target);
    for (const struct node *child = node->first; child != NULL; child = child->next)
        count += count_aliases(child, target);
    return count;
}

/* Whether a merge on the map brings the key in; bounded, for a map may merge itself. */
static bool merges(const struct node *source, const char *key, unsigned depth)
{
    if (source != NULL && source->kind == NODE_ALIAS)
        source = source->target;
    if (source == NULL || depth == 0)
        return false;
    if (source->kind == NODE_LIST) {
        for (const struct node *item = source->first; item != NULL; item = item->next)
            if (merges(item, key, depth - 1))
                return true;
        return false;
    }
    return node_find(source, key) != NULL || merges(node_find(source, "<<"), key, depth - 1);
}

bool edit_from_merge(const struct node *map, const char *key)
{
    enum { MERGE_DEPTH_MAX = 8 };
    return merges(node_find(map, "<<"), key, MERGE_DEPTH_MAX);
}

bool edit_refuse_alias(struct editing *e, size_t edit, const struct node *alias)
{
    const struct node *root = e->documents.items[e->edits[edit].path.document].root;
    return edit_refuse(e, edit, EDIT_REFUSED_ALIAS, alias,
                       "the anchor \"%s\" on line %u (aliases: %u)", alias->text,
                       alias->target->line, count_aliases(root, alias->target));
}

bool edit_refuse_duplicate(struct editing *e, size_t edit, const struct node *node)
{
    const struct node *twice = node_duplicate_key(node);
    if (twice == NULL)
        return false;
    edit_refuse(e, edit, EDIT_REFUSED_DUPLICATE_KEY, twice, "\"%s\"", twice->text);
    return true;
}

/* Follows the path; targets[edit].node is the end. */
bool edit_resolve(struct editing *e, size_t edit)
{
    struct node_path path = e->edits[edit].path;
    if (path.document >= e->documents.count)
        return edit_refuse(e, edit, EDIT_REFUSED_MISSING, NULL, NULL);
    struct node *node = e->documents.items[path.document].root;
    if (node == NULL)
        return edit_refuse(e, edit, path.count == 0 ? EDIT_REFUSED_POSITION : EDIT_REFUSED_MISSING,
                           NULL, NULL);
    for (size_t i = 0; i < path.count; i++) {
        const char *key = path.steps[i].key;
        struct node *next =
            key != NULL ? node_find(node, key) : node_item(node, path.steps[i].index);
        if (node->kind == NODE_ALIAS)
            return edit_refuse_alias(e, edit, node);
        if (next == NULL && key != NULL && edit_from_merge(node, key))
            return edit_refuse(e, edit, EDIT_REFUSED_MERGE, node, "\"%s\"", key);
        if (next == NULL && node->kind == NODE_SCALAR &&
            edit_has_template(node->text, node->length))
            return edit_refuse(e, edit, EDIT_REFUSED_TEMPLATE, node, NULL);
        if (next == NULL)
            return edit_refuse(e, edit, EDIT_REFUSED_MISSING, node, "%s",
                               node_path_print(e->arena, path));
        if (edit_refuse_duplicate(e, edit, node))
            return false;
        node = next;
    }
    e->targets[edit].node = node;
    return true;
}

bool edit_refuse_shared(struct editing *e, size_t edit)
{
    const struct node *root = e->documents.items[e->edits[edit].path.document].root;
    for (const struct node *node = e->targets[edit].node; node != NULL; node = node->parent) {
        unsigned uses = node->anchor != NULL ? count_aliases(root, node) : 0;
        if (uses == 0)
            continue;
        edit_refuse(e, edit, EDIT_REFUSED_ANCHOR, node, "\"%s\" (aliases: %u)", node->anchor, uses);
        return true;
    }
    return false;
}

bool edit_refuse_used(struct editing *e, size_t edit, const struct node *node)
{
    const struct node *root = e->documents.items[e->edits[edit].path.document].root;
    unsigned uses = node->anchor != NULL ? count_aliases(root, node) : 0;
    if (uses > 0) {
        edit_refuse(e, edit, EDIT_REFUSED_ANCHOR, node, "\"%s\" (aliases: %u)", node->anchor, uses);
        return true;
    }
    if (node->key != NULL && edit_refuse_used(e, edit, node->key))
        return true;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (edit_refuse_used(e, edit, child))
            return true;
    return false;
}

/* How far block maps and lists stand in from what holds them, most often. */
struct habits {
    unsigned maps[16], lists[16];
};

static void read_habits(const struct node *node, struct habits *habits)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        bool in_map = node->kind == NODE_MAP && !node->flow && !child->flow;
        unsigned offset = child->column - node->column;
        if (in_map && child->kind == NODE_MAP && offset > 0 && offset < 16)
            habits->maps[offset]++;
        if (in_map && child->kind == NODE_LIST && offset < 16)
            habits->lists[offset]++;
        if (child->first != NULL)
            read_habits(child, habits);
    }
}

static unsigned most(const unsigned *counts, unsigned otherwise)
{
    unsigned best = otherwise;
    for (unsigned i = 0; i < 16; i++)
        if (counts[i] > counts[best])
            best = i;
    return best;
}

void edit_learn_habits(struct editing *e)
{
    struct habits habits = {0};
    for (size_t i = 0; i < e->documents.count; i++)
        if (e->documents.items[i].root != NULL)
            read_habits(e->documents.items[i].root, &habits);
    e->step = most(habits.maps, 2);
    e->list_offset = most(habits.lists, 0);
}
