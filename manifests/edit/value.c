// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/value.h"

#include <string.h>

#include "manifests/edit/scalar_text.h"

bool value_valid(const struct value *value, bool keyed)
{
    if (keyed && !scalar_valid(value->key))
        return false;
    if (value->kind == NODE_SCALAR)
        return scalar_valid(value->text);
    for (size_t i = 0; i < value->count; i++)
        if (!value_valid(&value->children[i], value->kind == NODE_MAP))
            return false;
    return true;
}

bool value_equals(const struct value *value, const struct node *node)
{
    if (value->kind != node->kind)
        return false;
    if (value->kind == NODE_SCALAR) {
        bool plain = node->style == STYLE_PLAIN && node->tag == NULL;
        bool typed = plain && (node->plain_null || scalar_is_typed(node->text));
        return node->length == strlen(value->text) && strcmp(node->text, value->text) == 0 &&
               (value->literal ? plain : !typed);
    }
    if (value->count != node->count)
        return false;
    const struct node *child = node->first;
    for (size_t i = 0; i < value->count; i++, child = child->next)
        if ((value->kind == NODE_MAP && (child->key->kind != NODE_SCALAR ||
                                         strcmp(child->key->text, value->children[i].key) != 0)) ||
            !value_equals(&value->children[i], child))
            return false;
    return true;
}
