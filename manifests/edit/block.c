// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/block.h"

#include <string.h>

#include "manifests/edit/refuse.h"
#include "manifests/edit/scalar_text.h"

static void put_spaces(struct text *out, size_t count)
{
    while (count-- > 0)
        text_puts(out, " ");
}

/* Returns the last scalar, alias or pair of brackets in the node. */
static const struct node *last_leaf(const struct node *node)
{
    while (!node->flow && node->first != NULL)
        node = edit_last_child(node);
    return node;
}

static void write_item(const struct editing *e, struct text *out, const struct value *value,
                       const char *eol, size_t indent);

/* Writes "key: value". The caller has already written `indent` columns of the line. */
static void write_entry(const struct editing *e, struct text *out, const struct value *value,
                        const char *eol, size_t indent)
{
    scalar_write(out, value->key, false, false);
    text_puts(out, ":");
    if (value->kind == NODE_SCALAR || value->count == 0) {
        text_puts(out, " ");
        write_item(e, out, value, eol, indent);
        return;
    }
    bool map = value->kind == NODE_MAP;
    size_t inner = indent + (map ? e->step : e->list_offset);
    text_puts(out, eol);
    put_spaces(out, inner);
    write_item(e, out, value, eol, inner);
}

/* Writes a value; its first byte is at column `indent`. */
static void write_item(const struct editing *e, struct text *out, const struct value *value,
                       const char *eol, size_t indent)
{
    if (value->kind == NODE_SCALAR) {
        scalar_put(out, value, false, false);
        return;
    }
    if (value->count == 0) {
        text_puts(out, value->kind == NODE_MAP ? "{}" : "[]");
        return;
    }
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0) {
            text_puts(out, eol);
            put_spaces(out, indent);
        }
        if (value->kind == NODE_MAP) {
            write_entry(e, out, &value->children[i], eol, indent);
        } else {
            text_puts(out, "- ");
            write_item(e, out, &value->children[i], eol, indent + 2);
        }
    }
}

bool block_find_gap(const struct editing *e, size_t end, struct line_gap *gap)
{
    size_t at = end;
    while (at < e->length && (e->bytes[at] == ' ' || e->bytes[at] == '\t'))
        at++;
    bool comment = at < e->length && e->bytes[at] == '#';
    if (comment && at == end)
        return false;
    const char *stop = at < e->length ? memchr(e->bytes + at, '\n', e->length - at) : NULL;
    size_t stop_at = stop != NULL ? (size_t)(stop - e->bytes) : e->length;
    bool crlf = stop != NULL && stop > e->bytes && stop[-1] == '\r';
    if (!comment && at < (crlf ? stop_at - 1 : stop_at))
        return false;
    gap->open_end = stop == NULL;
    gap->at = stop != NULL ? stop_at + 1 : e->length;
    gap->eol = crlf || (stop == NULL && e->documents.form.crlf) ? "\r\n" : "\n";
    return true;
}

/* Moves the gap after the blank lines there, which belong to a block scalar with "+". */
static void skip_blank_lines(const struct editing *e, struct line_gap *gap)
{
    while (gap->at < e->length) {
        const char *line = e->bytes + gap->at;
        size_t width = strspn(line, " \t\r");
        if (line[width] == '\0') {
            gap->open_end = width > 0;
            gap->at = e->length;
            return;
        }
        if (line[width] != '\n')
            return;
        gap->at += width + 1;
    }
}

bool block_gap_after(const struct editing *e, const struct node *node, struct line_gap *gap,
                     bool *traps)
{
    const struct node *leaf = last_leaf(node);
    bool block = leaf->kind == NODE_SCALAR && leaf->style >= STYLE_LITERAL;
    const char *header = e->bytes + leaf->start + 1;
    size_t width = block ? strspn(header, "+-0123456789") : 0;
    bool strips = block && memchr(header, '-', width) != NULL;
    bool keeps = block && memchr(header, '+', width) != NULL;
    if (!block_find_gap(e, leaf->end, gap))
        return false;
    if (keeps)
        skip_blank_lines(e, gap);
    *traps = block && !strips && gap->open_end;
    return true;
}

void block_skip_comments(const struct editing *e, const struct node *node, uint32_t column,
                         struct line_gap *gap)
{
    for (size_t i = comments_from(&e->comments, gap->at); i < e->comments.count; i++) {
        const struct comment *comment = &e->comments.items[i];
        if (comment->trails || comment->heads || comment->column <= column ||
            !edit_is_within(comment->node, node))
            return;
        const char *stop = memchr(e->bytes + comment->end, '\n', e->length - comment->end);
        gap->open_end = stop == NULL;
        gap->at = stop != NULL ? (size_t)(stop + 1 - e->bytes) : e->length;
    }
}

size_t block_head_start(const struct editing *e, const struct node *entry, size_t line)
{
    size_t i = comments_from(&e->comments, line);
    for (; i > 0 && e->comments.items[i - 1].heads && e->comments.items[i - 1].node == entry; i--)
        line = block_line_start(e, e->comments.items[i - 1].start);
    return line;
}

size_t block_line_start(const struct editing *e, size_t at)
{
    const char *line = at > 0 ? memrchr(e->bytes, '\n', at) : NULL;
    return line != NULL ? (size_t)(line + 1 - e->bytes) : e->documents.form.bom ? 3 : 0;
}

bool block_is_clear(const struct editing *e, const struct node *node)
{
    const char *line = e->bytes + block_line_start(e, node->start);
    size_t width = (size_t)(e->bytes + node->start - line);
    return strspn(line, " -") >= width && (width < 3 || memcmp(line, "---", 3) != 0) &&
           width + 1 == node->column;
}

bool block_complex_key(const struct editing *e, const struct node *key)
{
    size_t at = key->start;
    while (at > 0 && (e->bytes[at - 1] == ' ' || e->bytes[at - 1] == '\t'))
        at--;
    return (key->kind != NODE_SCALAR && key->kind != NODE_ALIAS) ||
           (at > 0 && e->bytes[at - 1] == '?');
}

/* Inserts lines at the gap; the first byte of `body` gets column `indent`. */
static void splice_lines(struct editing *e, const struct line_gap *gap, const struct text *body,
                         size_t indent, unsigned depth)
{
    text_scope struct text out = text_of(SIZE_MAX / 4);
    if (gap->open_end)
        text_puts(&out, gap->eol);
    put_spaces(&out, indent);
    text_put(&out, body->data, body->length);
    if (!gap->open_end)
        text_puts(&out, gap->eol);
    edit_splice(e, gap->at, gap->at, &out, depth, false);
}

/* Moves the gap before the last key, because a line after the last value would change that value.
 * False if the edit is refused. */
static bool insert_before_last(struct editing *e, size_t edit, struct line_gap *gap)
{
    const struct node *node = e->targets[edit].node;
    const struct node *last = edit_last_child(node), *key = last->key;
    size_t line = block_line_start(e, key->start);
    if (node->kind != NODE_MAP || key->start - line + 1 != node->column ||
        strspn(e->bytes + line, " ") < key->start - line)
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, last_leaf(node),
                           "the file ends with a block scalar without a final line break");
    gap->at = block_head_start(e, last, line);
    gap->open_end = false;
    e->targets[edit].before_last = true;
    return true;
}

/* Returns the number of spaces between the last dash and its item, as in "-   name"; 1 if the item
 * is empty or starts on another line. */
static size_t dash_gap(const struct editing *e, const struct node *list)
{
    const struct node *item = edit_last_child(list);
    size_t line = block_line_start(e, item->start);
    const char *dash = e->bytes + line + list->column - 1;
    if (item->start - line < list->column || *dash != '-')
        return 1;
    size_t blanks = strspn(dash + 1, " ");
    return dash + 1 + blanks < e->bytes + item->end && dash[1 + blanks] != '#' &&
                   dash[1 + blanks] != '\r' && dash[1 + blanks] != '\n'
               ? blanks
               : 1;
}

bool block_insert(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    bool map = node->kind == NODE_MAP, traps = false;
    struct line_gap gap = {0};
    if (!block_is_clear(e, node) ||
        (map &&
         (block_complex_key(e, edit_last_child(node)->key) ||
          block_complex_key(e, node->first->key) ||
          (e->bytes[node->start] == '?' && strchr(" \t\r\n", e->bytes[node->start + 1]) != NULL))))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    if (!block_gap_after(e, node, &gap, &traps))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, last_leaf(node), NULL);
    if (traps && map && !insert_before_last(e, edit, &gap))
        return false;
    if (traps && !map)
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, last_leaf(node),
                           "the file ends with a block scalar without a final line break");
    if (!traps)
        block_skip_comments(e, node, node->column, &gap);
    size_t indent = node->column - 1;
    text_scope struct text body = text_of(SIZE_MAX / 4);
    if (map) {
        write_entry(e, &body, e->edits[edit].value, gap.eol, indent);
    } else {
        size_t blanks = dash_gap(e, node);
        text_puts(&body, "-");
        put_spaces(&body, blanks);
        write_item(e, &body, e->edits[edit].value, gap.eol, indent + 1 + blanks);
    }
    splice_lines(e, &gap, &body, indent, edit_depth(node));
    return true;
}

/* Returns the column, from 0, for the children of an empty value. */
static size_t child_indent(const struct editing *e, const struct node *node, bool map)
{
    size_t column = node->parent->column - 1;
    if (node->parent->kind == NODE_LIST)
        return column + 2;
    return column + (map ? e->step : e->list_offset);
}

bool block_fill(struct editing *e, size_t edit)
{
    const struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    bool map = e->edits[edit].kind == EDIT_INSERT;
    struct line_gap gap = {0};
    if (node->parent == NULL || node->anchor != NULL || node->tag != NULL ||
        !block_is_clear(e, node->parent) ||
        (node->key != NULL && block_complex_key(e, node->key)) ||
        !block_find_gap(e, node->end, &gap))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    /* The old value is removed with the blanks before it, back to the ':' or '-'. */
    size_t from = node->start;
    while (from > 0 && strchr(" \t", e->bytes[from - 1]) != NULL)
        from--;
    if (from == 0 || strchr(":-", e->bytes[from - 1]) == NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    text_scope struct text body = text_of(SIZE_MAX / 4);
    if (target->first && node->end > node->start)
        edit_splice(e, from, node->end, &body, edit_depth(node), false);
    size_t indent = child_indent(e, node, map);
    block_skip_comments(e, node, (uint32_t)indent + 1, &gap);
    if (map) {
        write_entry(e, &body, e->edits[edit].value, gap.eol, indent);
    } else {
        text_puts(&body, "- ");
        write_item(e, &body, e->edits[edit].value, gap.eol, indent + 2);
    }
    splice_lines(e, &gap, &body, indent, edit_depth(node));
    return true;
}
