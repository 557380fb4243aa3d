// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/refuse.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool edit_refuse(struct editing *e, size_t edit, enum edit_refusal_code code,
                 const struct node *node, const char *detail, ...)
{
    struct edit_refusal *refusal = &e->targets[edit].refusal;
    e->targets[edit].state = TARGET_REFUSED;
    *refusal = (struct edit_refusal){.edit = edit, .code = code};
    if (node != NULL) {
        refusal->line = node->line;
        refusal->column = node->column;
    }
    if (detail != NULL) {
        char text[ERR_MESSAGE_MAX];
        va_list arguments;
        va_start(arguments, detail);
        vsnprintf(text, sizeof text, detail, arguments);
        va_end(arguments);
        refusal->detail = arena_text(e->arena, text);
    }
    return false;
}

static unsigned count_aliases(const struct node *node, const struct node *target)
{
    unsigned count = node->kind == NODE_ALIAS && node->target == target;
    if (node->key != NULL)
        count += count_aliases(node->key, target);
    for (const struct node *child = node->first; child != NULL; child = child->next)
        count += count_aliases(child, target);
    return count;
}

bool edit_refuse_alias(struct editing *e, size_t edit, const struct node *alias)
{
    const struct node *root = e->documents.items[e->edits[edit].path.document].root;
    return edit_refuse(e, edit, EDIT_REFUSED_ALIAS, alias,
                       "the anchor \"%s\" on line %u (aliases: %u)", alias->text,
                       alias->target->line, count_aliases(root, alias->target));
}

bool edit_refuse_if_duplicate(struct editing *e, size_t edit, const struct node *map,
                              const char *key)
{
    const struct node *first = node_find(map, key);
    for (const struct node *value = first != NULL ? first->next : NULL; value != NULL;
         value = value->next)
        if (value->key->kind == NODE_SCALAR && value->key->length == first->key->length &&
            memcmp(value->key->text, key, first->key->length) == 0) {
            edit_refuse(e, edit, EDIT_REFUSED_DUPLICATE_KEY, value->key, "\"%s\"", key);
            return true;
        }
    return false;
}

bool edit_refuse_if_shared(struct editing *e, size_t edit)
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

bool edit_refuse_if_used(struct editing *e, size_t edit, const struct node *node)
{
    const struct node *root = e->documents.items[e->edits[edit].path.document].root;
    unsigned uses = node->anchor != NULL ? count_aliases(root, node) : 0;
    if (uses > 0) {
        edit_refuse(e, edit, EDIT_REFUSED_ANCHOR, node, "\"%s\" (aliases: %u)", node->anchor, uses);
        return true;
    }
    if (node->key != NULL && edit_refuse_if_used(e, edit, node->key))
        return true;
    for (const struct node *child = node->first; child != NULL; child = child->next)
        if (edit_refuse_if_used(e, edit, child))
            return true;
    return false;
}
