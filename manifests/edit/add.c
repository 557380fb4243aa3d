// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/add.h"

#include <string.h>

#include "manifests/edit/block.h"
#include "manifests/edit/flow.h"
#include "manifests/edit/refuse.h"
#include "manifests/edit/resolve.h"

/* Checks the edit against earlier edits of the same node. False if the edit is refused. */
static bool heed_earlier(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct edit *wanted = &e->edits[edit];
    target->first = true;
    for (size_t i = target->earlier; i != EDIT_NONE; i = e->targets[i].earlier) {
        const struct edit *earlier = &e->edits[i];
        if (e->targets[i].state != TARGET_CHANGES)
            continue;
        if (earlier->kind != wanted->kind)
            return edit_refuse(e, edit, EDIT_REFUSED_POSITION, target->node,
                               "another edit writes to this place too");
        target->first = false;
        if (wanted->kind == EDIT_INSERT && strcmp(earlier->value->key, wanted->value->key) == 0)
            return edit_refuse(e, edit, EDIT_REFUSED_EXISTS, target->node, "\"%s\"",
                               wanted->value->key);
        /* The earlier edit was checked against those before it. */
        if (wanted->kind == EDIT_APPEND)
            break;
    }
    return true;
}

/* True if an empty value is filled with block lines: null, or an empty pair of brackets on one line
 * into which some edit puts a map or list. False for a root, inside brackets and in JSON. */
static bool wants_block(const struct editing *e, const struct node *node)
{
    if (edit_in_flow(node->parent) || node->parent == NULL || e->documents.form.json)
        return false;
    if (node->kind == NODE_SCALAR)
        return true;
    if (memchr(e->bytes + node->start, '\n', node->end - node->start) != NULL)
        return false;
    for (size_t i = 0; i < e->count; i++)
        if (e->targets[i].node == node &&
            (e->edits[i].kind == EDIT_INSERT || e->edits[i].kind == EDIT_APPEND) &&
            e->edits[i].value->kind != NODE_SCALAR)
            return true;
    return false;
}

static bool add_to(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    bool map = e->edits[edit].kind == EDIT_INSERT;
    const char *kind_tag = map ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
    if (e->documents.form.odd_breaks || e->documents.form.inner_bom)
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node, NULL);
    if (!value_valid(e->edits[edit].value, map))
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node,
                           "the new text has bytes that YAML does not allow");
    if (node->tag != NULL && strcmp(node->tag, kind_tag) != 0)
        return edit_refuse(e, edit, EDIT_REFUSED_TAGGED, node, "%s", node->tag);
    if (edit_refuse_if_shared(e, edit))
        return false;
    if (node->count > 0)
        return node->flow ? flow_insert(e, edit) : block_insert(e, edit);
    return wants_block(e, node) ? block_fill(e, edit) : flow_fill(e, edit);
}

bool add_make(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    const struct edit *wanted = &e->edits[edit];
    bool map = wanted->kind == EDIT_INSERT;
    if (node->kind == NODE_ALIAS)
        return edit_refuse_alias(e, edit, node);
    if (edit_is_template(e, node))
        return edit_refuse(e, edit, EDIT_REFUSED_TEMPLATE, node, NULL);
    if (node->kind != (map ? NODE_MAP : NODE_LIST) &&
        !(node->kind == NODE_SCALAR && node->plain_null))
        return edit_refuse(e, edit, map ? EDIT_REFUSED_NOT_MAP : EDIT_REFUSED_NOT_LIST, node, NULL);
    if (map && edit_refuse_if_duplicate(e, edit, node, wanted->value->key))
        return false;
    const struct node *present = map ? node_find(node, wanted->value->key) : NULL;
    if (present != NULL && value_equals(wanted->value, present)) {
        target->state = TARGET_SAME;
        return true;
    }
    if (present != NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_EXISTS, present->key, "\"%s\"",
                           wanted->value->key);
    if (map && edit_from_merge(node, wanted->value->key))
        return edit_refuse(e, edit, EDIT_REFUSED_MERGE, node, "\"%s\"", wanted->value->key);
    return heed_earlier(e, edit) && add_to(e, edit);
}
