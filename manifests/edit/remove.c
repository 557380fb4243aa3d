// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/remove.h"

#include <string.h>

#include "manifests/edit/block_remove.h"
#include "manifests/edit/flow.h"
#include "manifests/edit/open_end.h"
#include "manifests/edit/refuse.h"
#include "manifests/edit/resolve.h"

/* True if the list is the value of a merge, as in `<<: [*a, *b]`. */
static bool is_merge_list(const struct node *list)
{
    return list->key != NULL && text_equal(node_text(list->key), "<<");
}

/* True if the entry may be removed. Otherwise refuses the edit: an alias or a merge depends on the
 * entry, or its key is not a text. */
static bool is_free(struct editing *e, size_t edit, const struct node *entry)
{
    if (edit_refuse_if_shared(e, edit) || edit_refuse_if_used(e, edit, entry))
        return false;
    if (entry->key == NULL)
        return !is_merge_list(entry->parent) ||
               edit_refuse(e, edit, EDIT_REFUSED_MERGE, entry, NULL);
    const char *key = node_text(entry->key);
    if (key == NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, entry->key, NULL);
    if (strcmp(key, "<<") == 0 || edit_from_merge(entry->parent, key))
        return edit_refuse(e, edit, EDIT_REFUSED_MERGE, entry->key, "\"%s\"", key);
    return true;
}

bool remove_check(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node, *value = node;
    const char *expected = e->edits[edit].expected;
    if (node->parent == NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node,
                           "only a key or a list item can be removed");
    if (e->documents.form.odd_breaks || e->documents.form.inner_bom)
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node, NULL);
    if (edit_is_template(e, node))
        return edit_refuse(e, edit, EDIT_REFUSED_TEMPLATE, node, NULL);
    if (value->kind == NODE_ALIAS)
        value = value->target;
    const char *text = node_text(value);
    if (expected != NULL && !text_equal(text, expected))
        return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node, text != NULL ? "\"%s\"" : NULL,
                           text);
    for (size_t i = 0; i < e->count; i++) {
        if (i == edit || e->targets[i].state == TARGET_REFUSED ||
            !edit_is_within(e->targets[i].node, node))
            continue;
        if (e->edits[i].kind != EDIT_REMOVE || e->targets[i].node != node)
            return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node,
                               "another edit writes to this place too");
        if (i < edit)
            target->state = TARGET_SAME;
    }
    return is_free(e, edit, node);
}

static void add_removal(struct editing *e, struct node *entry, size_t edit)
{
    if (!edit_removes(e, entry))
        *list_add(e->scratch, &e->removals) = (struct removal){entry, edit};
}

/* True if a comment belongs to the map or list, or heads its first entry. */
static bool has_comments(const struct editing *e, const struct node *map)
{
    for (size_t i = 0; i < e->comments.count; i++) {
        const struct comment *comment = &e->comments.items[i];
        if (comment->node == map || (comment->heads && comment->node == map->first))
            return true;
    }
    return false;
}

static bool is_pruned(const struct editing *e, const struct node *map)
{
    bool wanted = false;
    list_each (removal, &e->removals)
        wanted |= removal->entry->parent == map && e->edits[removal->edit].prune;
    return wanted && map->key != NULL && edit_empties(e, map) && !has_comments(e, map);
}

/* Replaces the removals of all entries of a map or list by the removal of that map or list, if one
 * of the edits has `prune`. */
static void prune(struct editing *e)
{
    const struct editing keys = *e;
    e->removals.items = NULL;
    e->removals.count = e->removals.capacity = 0;
    list_each (removal, &keys.removals) {
        struct node *map = removal->entry->parent;
        bool pruned = is_pruned(&keys, map) && is_free(e, removal->edit, map);
        add_removal(e, pruned ? map : removal->entry, removal->edit);
    }
}

void remove_all(struct editing *e)
{
    for (size_t i = 0; i < e->count; i++)
        if (e->edits[i].kind == EDIT_REMOVE && e->targets[i].state == TARGET_CHANGES)
            add_removal(e, e->targets[i].node, i);
    if (e->removals.count == 0)
        return;
    prune(e);
    list_each (removal, &e->removals) {
        const struct node *map = removal->entry->parent;
        /* Without its last entry the root would be written as `{}`, and a file of `{}` alone is
         * JSON. */
        if (map->parent == NULL && !e->documents.form.json && edit_empties(e, map))
            (void)edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, map,
                              "the document would become empty");
        else
            (void)(map->flow ? flow_remove(e, removal) : block_remove(e, removal));
    }
    open_end_keep(e);
}
