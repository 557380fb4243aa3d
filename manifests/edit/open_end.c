// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/open_end.h"

#include <string.h>

int open_end_order(const void *a, const void *b)
{
    const struct splice *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->depth != right->depth)
        return left->depth > right->depth ? -1 : 1;
    return (int)left->closing - (int)right->closing;
}

/* Returns where the removed bytes at the end of the file begin; the file's length if there are
 * none. Sets *added to whether new text comes after them. */
static size_t removed_from(const struct editing *e, bool *added)
{
    size_t from = e->length;
    *added = false;
    for (size_t i = e->splices.count; i-- > 0;) {
        const struct splice *splice = &e->splices.items[i];
        bool removes = splice->length == 0 && splice->end > splice->start;
        *added |= !removes && splice->start == e->length;
        if ((removes && splice->end != from) ||
            (!removes && splice->start == from && from < e->length))
            break;
        if (!removes)
            continue;
        from = splice->start;
        if (i + 1 < e->splices.count && splice[1].start == from && splice[1].length > 0)
            break;
    }
    return from;
}

/* Returns the last scalar, alias or pair of brackets that is not removed, or NULL. */
static const struct node *last_kept(const struct editing *e, const struct node *node)
{
    while (node != NULL && !node->flow && node->first != NULL) {
        const struct node *last = NULL;
        for (const struct node *child = node->first; child != NULL; child = child->next)
            last = edit_removes(e, child) ? last : child;
        node = last;
    }
    return node;
}

/* True if the line break before the offset is part of a block scalar. */
static bool is_content(const struct editing *e, size_t offset)
{
    const struct node *leaf = NULL;
    for (size_t i = e->documents.count; leaf == NULL && i-- > 0;)
        leaf = last_kept(e, e->documents.items[i].root);
    if (leaf == NULL || leaf->kind != NODE_SCALAR || leaf->style < STYLE_LITERAL)
        return false;
    const char *header = e->bytes + leaf->start + 1;
    size_t comment = comments_from(&e->comments, leaf->end);
    return memchr(header, '-', strspn(header, "+-0123456789")) == NULL &&
           (comment == e->comments.count || e->comments.items[comment].start >= offset);
}

/* Drops the line break at the end of the last text that is added at the offset. False if there is
 * no such text. */
static bool shorten_added(struct editing *e, size_t offset)
{
    for (size_t i = e->splices.count; i-- > 0;) {
        struct splice *splice = &e->splices.items[i];
        if (splice->start != offset || splice->length == 0)
            continue;
        splice->length -= splice->text[splice->length - 1] == '\n';
        splice->length -= splice->length > 0 && splice->text[splice->length - 1] == '\r';
        return true;
    }
    return false;
}

void open_end_keep(struct editing *e)
{
    if (e->length == 0 || e->bytes[e->length - 1] == '\n')
        return;
    list_sort(&e->splices, open_end_order);
    bool added = false;
    size_t from = removed_from(e, &added), start = from;
    if (from == e->length || from == 0 || e->bytes[from - 1] != '\n')
        return;
    if (!added && shorten_added(e, from))
        return;
    start -= from > 1 && e->bytes[from - 2] == '\r' ? 2 : 1;
    list_each (splice, &e->splices)
        if (splice->start < from && splice->end > start)
            return;
    text_scope struct text nothing = text_of(SIZE_MAX / 4);
    if (added || !is_content(e, from))
        edit_splice(e, start, from, &nothing, 0, false);
}
