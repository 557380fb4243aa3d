// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/replace.h"

#include <string.h>

#include "manifests/edit/refuse.h"
#include "manifests/edit/scalar_text.h"

/*
 * True if a block scalar can keep its style: its header is "|-" or ">-", and the old and the new
 * text are one line each and start with no blank. Sets *start to the first byte of the old text.
 */
static bool block_fits(const struct editing *e, const struct node *node, const char *text,
                       size_t *start)
{
    const char *from = e->bytes + node->start, *end = e->bytes + node->end;
    const char *body = memchr(from, '\n', (size_t)(end - from));
    if (from[1] != '-' || strchr(" \t\r\n", from[2]) == NULL || body == NULL)
        return false;
    while (body < end && strchr(" \r\n", *body) != NULL)
        body++;
    size_t length = strlen(text);
    bool one_line = memchr(node->text, '\n', node->length) == NULL && node->length > 0 &&
                    strchr(" \t", node->text[0]) == NULL;
    bool fits = length > 0 && scalar_printable(text) && strchr(" \t", text[0]) == NULL &&
                text[length - 1] != ' ';
    *start = (size_t)(body - e->bytes);
    return body < end && one_line && fits;
}

static bool may_replace(struct editing *e, size_t edit, const struct node *node)
{
    const char *raw = e->bytes + node->start;
    if (node->tag != NULL && strcmp(node->tag, "!") != 0 &&
        strcmp(node->tag, "tag:yaml.org,2002:str") != 0)
        return edit_refuse(e, edit, EDIT_REFUSED_TAGGED, node, "%s", node->tag);
    if (edit_has_template(node->text, node->length) ||
        edit_has_template(raw, node->end - node->start))
        return edit_refuse(e, edit, EDIT_REFUSED_TEMPLATE, node, NULL);
    if (!scalar_valid(e->edits[edit].value->text))
        return edit_refuse(e, edit, EDIT_REFUSED_ENCODING, node,
                           "the new text has bytes that YAML does not allow");
    /* An empty value must be directly after ':' or '-'; `{a}`, `? a` and `a: &x` have no place for
     * it. */
    if (node->start == node->end && (node->start == 0 || strchr(":-", raw[-1]) == NULL))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    return true;
}

static bool write_scalar(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    const struct value *value = e->edits[edit].value;
    if (!may_replace(e, edit, node))
        return false;
    text_scope struct text out = text_of(SIZE_MAX / 4);
    bool flow = edit_in_flow(node);
    size_t start = node->start;
    if (node->start == node->end)
        text_put(&out, " ", 1);
    if (node->style >= STYLE_LITERAL) {
        if (value->literal || !block_fits(e, node, value->text, &start))
            return edit_refuse(e, edit, EDIT_REFUSED_BLOCK_STYLE, node, NULL);
        text_puts(&out, value->text);
    } else if (!value->literal && node->style == STYLE_SINGLE && !e->documents.form.json &&
               scalar_printable(value->text)) {
        scalar_quote_single(&out, value->text);
    } else {
        scalar_put(&out, value, flow, e->documents.form.json || node->style == STYLE_DOUBLE);
    }
    /* In `"x"#c`, #c is a comment; after plain text, #c would be part of the text. */
    if (e->bytes[node->end] == '#' && strchr("\"'", out.data[0]) == NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_COMMENT, node, NULL);
    edit_splice(e, start, node->end, &out, edit_depth(node), false);
    return true;
}

bool replace_make(struct editing *e, size_t edit)
{
    struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    const struct edit *wanted = &e->edits[edit];
    if (node->kind == NODE_ALIAS)
        return edit_refuse_alias(e, edit, node);
    if (node->kind != NODE_SCALAR || wanted->value->kind != NODE_SCALAR)
        return edit_refuse(
            e, edit, edit_is_template(e, node) ? EDIT_REFUSED_TEMPLATE : EDIT_REFUSED_NOT_SCALAR,
            node, NULL);
    for (size_t i = target->earlier; i != EDIT_NONE; i = e->targets[i].earlier) {
        if (e->targets[i].state == TARGET_REFUSED)
            continue;
        bool same = e->edits[i].kind == EDIT_REPLACE &&
                    e->edits[i].value->literal == wanted->value->literal &&
                    strcmp(e->edits[i].value->text, wanted->value->text) == 0;
        if (!same)
            return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node,
                               "another edit writes to this place too");
        target->state = TARGET_SAME;
    }
    if (value_equals(wanted->value, node))
        target->state = TARGET_SAME;
    if (target->state == TARGET_SAME)
        return true;
    if (wanted->expected != NULL && (node->plain_null || node->length != strlen(wanted->expected) ||
                                     strcmp(node->text, wanted->expected) != 0))
        return edit_refuse(e, edit, EDIT_REFUSED_CHANGED, node, "\"%s\"", node->text);
    return !edit_refuse_if_shared(e, edit) && write_scalar(e, edit);
}
