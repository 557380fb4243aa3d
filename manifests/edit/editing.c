// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/editing.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

void edit_splice(struct editing *e, size_t start, size_t end, const struct text *text,
                 unsigned depth, bool closing)
{
    *list_add(e->scratch, &e->splices) = (struct splice){
        .start = start,
        .end = end,
        .text = arena_copy(e->scratch, text->data, text->length),
        .length = text->length,
        .depth = depth,
        .closing = closing,
    };
}

const struct node *edit_last_child(const struct node *node)
{
    const struct node *child = node->first;
    assert(child != NULL);
    while (child->next != NULL)
        child = child->next;
    return child;
}

unsigned edit_depth(const struct node *node)
{
    unsigned depth = 0;
    for (; node->parent != NULL; node = node->parent)
        depth++;
    return depth;
}

bool edit_is_within(const struct node *node, const struct node *top)
{
    while (node != NULL && node != top)
        node = node->parent;
    return node != NULL;
}

bool edit_in_flow(const struct node *node)
{
    for (; node != NULL; node = node->parent)
        if (node->flow)
            return true;
    return false;
}

bool edit_has_template(const char *text, size_t length)
{
    static const char *const marks[] = {"{{", "}}", "${", "$("};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (length > 0 && memmem(text, length, marks[i], 2) != NULL)
            return true;
    return false;
}

bool edit_is_template(const struct editing *e, const struct node *node)
{
    return node->flow ? memcmp(e->bytes + node->start, "{{", 2) == 0
                      : node->kind == NODE_SCALAR && edit_has_template(node->text, node->length);
}

bool edit_removes(const struct editing *e, const struct node *entry)
{
    list_each (removal, &e->removals)
        if (removal->entry == entry)
            return true;
    return false;
}

bool edit_empties(const struct editing *e, const struct node *map)
{
    enum edit_kind adds = map->kind == NODE_MAP ? EDIT_INSERT : EDIT_APPEND;
    for (const struct node *child = map->first; child != NULL; child = child->next)
        if (!edit_removes(e, child))
            return false;
    for (size_t i = 0; i < e->count; i++)
        if (e->targets[i].node == map && e->edits[i].kind == adds &&
            e->targets[i].state == TARGET_CHANGES)
            return false;
    return true;
}

bool edit_is_json(const char *bytes, size_t length)
{
    json_auto_t *root = json_loadb(bytes, length, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
    return root != NULL;
}
