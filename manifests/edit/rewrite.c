// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/rewrite.h"

#include <string.h>

#include "manifests/edit/refuse.h"
#include "manifests/edit/scalar_text.h"

bool rewrite_check(struct editing *e, size_t edit, struct inner_text *inner)
{
    const struct node *node = e->targets[edit].node;
    if (node->kind == NODE_ALIAS)
        return edit_refuse_alias(e, edit, node);
    if (node->kind != NODE_SCALAR)
        return edit_refuse(
            e, edit, edit_is_template(e, node) ? EDIT_REFUSED_TEMPLATE : EDIT_REFUSED_NOT_SCALAR,
            node, NULL);
    if (node->tag != NULL && strcmp(node->tag, "!") != 0 &&
        strcmp(node->tag, "tag:yaml.org,2002:str") != 0)
        return edit_refuse(e, edit, EDIT_REFUSED_TAGGED, node, "%s", node->tag);
    if (e->documents.form.odd_breaks || e->documents.form.inner_bom)
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node, NULL);
    if (edit_refuse_if_shared(e, edit))
        return false;
    return inner_text_read(e->scratch, e->bytes, e->length, node, inner) ||
           edit_refuse(e, edit, EDIT_REFUSED_TEXT_STYLE, node, NULL);
}

bool rewrite_make(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    const char *text = e->edits[edit].value->text;
    struct inner_text inner;
    struct inner_change change;
    if (!rewrite_check(e, edit, &inner))
        return false;
    for (size_t i = target->earlier; i != EDIT_NONE; i = e->targets[i].earlier)
        if (e->targets[i].state != TARGET_REFUSED)
            return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node,
                               "another edit writes to this place too");
    if (strcmp(text, node->text) == 0) {
        target->state = TARGET_SAME;
        return true;
    }
    if (!scalar_valid(text))
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node,
                           "the new text has bytes that YAML does not allow");
    text_scope struct text out = text_of(SIZE_MAX / 4);
    if (!inner_text_write(&inner, text, &change, &out))
        return edit_refuse(e, edit, EDIT_REFUSED_TEXT_STYLE, node, NULL);
    edit_splice(e, change.start, change.end, &out, edit_depth(node), false);
    return true;
}
