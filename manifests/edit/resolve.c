// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/resolve.h"

#include "manifests/edit/refuse.h"

/* The depth of merges is limited because a map may merge itself. */
enum { MERGE_DEPTH_MAX = 8 };

static bool merges(const struct node *map, const char *key, unsigned depth);

/* True if the value of a merge provides the key. */
static bool provides(const struct node *source, const char *key, unsigned depth)
{
    source = node_resolve(source);
    if (depth == 0)
        return false;
    if (source->kind != NODE_LIST)
        return node_find(source, key) != NULL || merges(source, key, depth - 1);
    for (const struct node *item = source->first; item != NULL; item = item->next)
        if (provides(item, key, depth - 1))
            return true;
    return false;
}

/* True if one of the map's merges provides the key. */
static bool merges(const struct node *map, const char *key, unsigned depth)
{
    if (map->kind != NODE_MAP)
        return false;
    for (const struct node *value = map->first; value != NULL; value = value->next)
        if (text_equal(node_text(value->key), "<<") && provides(value, key, depth))
            return true;
    return false;
}

bool edit_from_merge(const struct node *map, const char *key)
{
    return merges(map, key, MERGE_DEPTH_MAX);
}

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
        if (key != NULL && edit_refuse_if_duplicate(e, edit, node, key))
            return false;
        node = next;
    }
    e->targets[edit].node = node;
    return true;
}
