// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/proof.h"

#include <string.h>

#include "manifests/edit/comment_proof.h"
#include "manifests/edit/scalar_text.h"

/* True for a new node, and for a node that an edit replaced, filled or emptied: these have line 0
 * in the expected tree. */
static bool is_made(const struct node *node)
{
    return node->line == 0;
}

static struct node *make_scalar(struct arena *arena, const char *text, bool literal)
{
    struct node *node = arena_new(arena, struct node);
    node->kind = NODE_SCALAR;
    node->style = literal ? STYLE_PLAIN : STYLE_DOUBLE;
    node->text = text;
    node->length = strlen(text);
    return node;
}

static void add_child(struct node *parent, struct node *child, bool before_last)
{
    struct node **slot = &parent->first;
    while (*slot != NULL && !(before_last && (*slot)->next == NULL))
        slot = &(*slot)->next;
    child->parent = parent;
    child->next = *slot;
    *slot = child;
    parent->count++;
}

static void unlink_child(struct node *parent, const struct node *child)
{
    struct node **slot = &parent->first;
    while (*slot != child)
        slot = &(*slot)->next;
    *slot = child->next;
    parent->count--;
}

static struct node *make_node(struct arena *arena, const struct value *value, bool keyed)
{
    struct node *node;
    if (value->kind == NODE_SCALAR) {
        node = make_scalar(arena, value->text, value->literal);
    } else {
        node = arena_new(arena, struct node);
        node->kind = value->kind;
        struct node **slot = &node->first;
        for (size_t i = 0; i < value->count; i++) {
            *slot = make_node(arena, &value->children[i], value->kind == NODE_MAP);
            slot = &(*slot)->next;
            node->count++;
        }
    }
    if (keyed)
        node->key = make_scalar(arena, value->key, false);
    return node;
}

/* Changes the original tree to the tree that the result should have. */
static void expect(struct editing *e)
{
    for (size_t i = 0; i < e->count; i++) {
        struct target *target = &e->targets[i];
        struct node *node = target->node;
        const struct value *value = e->edits[i].value;
        if (target->state != TARGET_CHANGES || e->edits[i].kind == EDIT_REMOVE)
            continue;
        if (e->edits[i].kind == EDIT_REPLACE) {
            bool block = node->style >= STYLE_LITERAL;
            node->style = value->literal ? STYLE_PLAIN : STYLE_DOUBLE;
            node->style = block ? STYLE_LITERAL : node->style;
            node->plain_null = false;
            node->text = value->text;
            node->length = strlen(value->text);
            node->line = 0;
            continue;
        }
        if (e->edits[i].kind == EDIT_REWRITE) {
            node->text = value->text;
            node->length = strlen(value->text);
            continue;
        }
        bool map = e->edits[i].kind == EDIT_INSERT;
        if (node->kind == NODE_SCALAR || node->count == 0) {
            node->kind = map ? NODE_MAP : NODE_LIST;
            node->plain_null = false;
            node->line = 0;
        }
        add_child(node, make_node(e->scratch, value, map), target->before_last);
    }
    list_each (removal, &e->removals) {
        struct node *map = removal->entry->parent;
        unlink_child(map, removal->entry);
        if (map->count == 0)
            map->line = 0;
    }
}

static bool same_scalar(const struct node *want, const struct node *got)
{
    if (want->length != got->length || memcmp(want->text, got->text, want->length) != 0)
        return false;
    if (!is_made(want))
        return want->style == got->style && want->plain_null == got->plain_null;
    bool plain = got->style == STYLE_PLAIN;
    if (want->style == STYLE_PLAIN) /* a literal */
        return plain;
    if (want->style == STYLE_LITERAL)
        return got->style >= STYLE_LITERAL;
    return !got->plain_null && !(plain && got->tag == NULL && scalar_is_typed(got->text));
}

/* Returns the first node of the result that is not as expected, or NULL. */
static const struct node *difference(const struct node *want, const struct node *got)
{
    bool same = want->kind == got->kind && want->count == got->count &&
                text_equal(want->anchor, got->anchor) && text_equal(want->tag, got->tag);
    if (!same)
        return got;
    if (want->kind == NODE_SCALAR)
        return same_scalar(want, got) ? NULL : got;
    if (want->kind == NODE_ALIAS)
        return text_equal(want->text, got->text) ? NULL : got;
    if (!is_made(want) && want->flow != got->flow)
        return got;
    const struct node *left = want->first, *right = got->first;
    for (; left != NULL; left = left->next, right = right->next) {
        const struct node *found =
            want->kind == NODE_MAP ? difference(left->key, right->key) : NULL;
        if (found == NULL)
            found = difference(left, right);
        if (found != NULL)
            return found;
    }
    return NULL;
}

/* Compares everything but the comments. */
static bool tree_holds(struct editing *e, const char *result, size_t length, struct documents *out,
                       const char **detail)
{
    struct documents got = {0};
    struct err err = {0};
    if (document_parse(e->scratch, e->path, result, length, &got, &err) < 0) {
        *detail = arena_print(e->arena, "%s: %s", err.place, err.message);
        return false;
    }
    if (e->documents.form.json &&
        !edit_is_json(result + (got.form.bom ? 3 : 0), length - (got.form.bom ? 3 : 0))) {
        *detail = "the result is not valid JSON";
        return false;
    }
    *detail = "the number of documents would change";
    if (got.count != e->documents.count)
        return false;
    *detail = "the result would switch between YAML and JSON, or gain or lose a byte order mark";
    if (got.form.json != e->documents.form.json || got.form.bom != e->documents.form.bom)
        return false;
    expect(e);
    *detail =
        "a document would become empty or get content, or kubectl might split the file differently";
    for (size_t i = 0; i < got.count; i++) {
        const struct document *was = &e->documents.items[i], *is = &got.items[i];
        if ((was->root == NULL) != (is->root == NULL) || was->split_differs != is->split_differs)
            return false;
        const struct node *found = was->root != NULL ? difference(was->root, is->root) : NULL;
        if (found != NULL) {
            struct node_path path = node_path_of(e->scratch, i, found);
            *detail = arena_print(e->arena, "%s on line %u of the result is not as intended",
                                  node_path_print(e->scratch, path), found->line);
            return false;
        }
    }
    *out = got;
    return true;
}

bool proof_holds(struct editing *e, const char *result, size_t length, enum edit_refusal_code *code,
                 const char **detail)
{
    struct documents got = {0};
    *code = EDIT_REFUSED_PROOF;
    if (!tree_holds(e, result, length, &got, detail))
        return false;
    *code = EDIT_REFUSED_OWNER;
    return comment_proof_holds(e, &got, result, length, detail);
}
