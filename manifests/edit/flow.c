// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/flow.h"

#include <string.h>

#include "manifests/edit/refuse.h"
#include "manifests/edit/scalar_text.h"

/* How to write entries between brackets, after the example of the existing entries. */
struct flow_style {
    bool quote;
    const char *colon; /* ":" or ": " */
    const char *comma; /* "," or ", ", between entries on one line */
    const char *unit;  /* one level of indentation; NULL if all entries are on one line */
    const char *eol;
};

/* Begins a new line with this indentation; does nothing if all entries are on one line. */
static void break_line(struct text *out, const struct flow_style *style, const char *indent)
{
    if (style->unit == NULL)
        return;
    text_puts(out, style->eol);
    text_puts(out, indent);
}

/* Writes a comma; break_line() writes the line break after it. */
static void put_comma(struct text *out, const struct flow_style *style)
{
    text_puts(out, style->unit != NULL ? "," : style->comma);
}

static void write_value(struct text *out, const struct flow_style *style, const struct value *value,
                        const char *indent, struct arena *arena);

static void write_entry(struct text *out, const struct flow_style *style, const struct value *value,
                        bool keyed, const char *indent, struct arena *arena)
{
    if (keyed) {
        scalar_write(out, value->key, true, style->quote);
        text_puts(out, style->colon);
    }
    write_value(out, style, value, indent, arena);
}

static void write_value(struct text *out, const struct flow_style *style, const struct value *value,
                        const char *indent, struct arena *arena)
{
    if (value->kind == NODE_SCALAR) {
        scalar_put(out, value, true, style->quote);
        return;
    }
    bool map = value->kind == NODE_MAP;
    const char *inner = style->unit != NULL ? arena_print(arena, "%s%s", indent, style->unit) : "";
    text_puts(out, map ? "{" : "[");
    for (size_t i = 0; i < value->count; i++) {
        if (i > 0)
            put_comma(out, style);
        break_line(out, style, inner);
        write_entry(out, style, &value->children[i], map, inner, arena);
    }
    if (value->count > 0)
        break_line(out, style, indent);
    text_puts(out, map ? "}" : "]");
}

/* Returns the blanks at the start of the line of the byte at `at`, up to that byte. */
static const char *line_indent(const struct editing *e, size_t at)
{
    const char *line = at > 0 ? memrchr(e->bytes, '\n', at) : NULL;
    line = line != NULL ? line + 1 : e->bytes;
    size_t width = strspn(line, " \t"), most = at - (size_t)(line - e->bytes);
    return arena_copy(e->scratch, line, width < most ? width : most);
}

/* True for blanks, line breaks and at most one comma. */
static bool is_gap(const char *from, const char *to)
{
    unsigned commas = 0;
    for (; from < to; from++) {
        if (strchr(" \t\r\n,", *from) == NULL)
            return false;
        commas += *from == ',';
    }
    return commas <= 1;
}

static const struct node *before_last(const struct node *node)
{
    const struct node *child = node->first;
    while (child != NULL && child->next != NULL && child->next->next != NULL)
        child = child->next;
    return node->count > 1 ? child : NULL;
}

static size_t entry_start(const struct node *child)
{
    return child->key != NULL ? child->key->start : child->start;
}

/* Returns one level of a JSON file's indentation, or NULL if its first '{' does not end a line. */
static const char *json_unit(const struct editing *e)
{
    const char *end = e->bytes + e->length;
    const char *bracket = memchr(e->bytes, '{', e->length);
    if (bracket == NULL)
        return NULL;
    const char *line = bracket + 1;
    while (line < end && (*line == ' ' || *line == '\r'))
        line++;
    if (line == end || *line != '\n')
        return NULL;
    size_t width = strspn(line + 1, " \t");
    return arena_copy(e->scratch, line + 1, width < (size_t)(end - line) ? width : 0);
}

/* Returns the style of entries; `last` is the last existing entry, or NULL if there is none. */
static struct flow_style style_of(const struct editing *e, const struct node *last)
{
    bool json = e->documents.form.json;
    struct flow_style style = {.quote = json, .colon = ": ", .comma = ", "};
    style.eol = e->documents.form.crlf ? "\r\n" : "\n";
    if (last == NULL) {
        bool wide = memmem(e->bytes, e->length, "\": ", 3) != NULL || json_unit(e) != NULL;
        if (json && !wide) {
            style.colon = ":";
            style.comma = ",";
        }
        return style;
    }
    const struct node *sample = last->key != NULL ? last->key : last;
    style.quote = json || (sample->kind == NODE_SCALAR && sample->style == STYLE_DOUBLE);
    if (json && last->key != NULL && last->start == last->key->end + 1) {
        style.colon = ":"; /* only ':' between key and value: minified */
        style.comma = ",";
    }
    return style;
}

/*
 * Returns the bytes to write before a new entry. With several entries, these are the bytes between
 * the last two. With one entry that is not on the bracket's line, these are a comma and the bytes
 * between the bracket and the entry. Returns the style's comma for one entry on the bracket's line,
 * and if other bytes, such as an anchor, are there. Returns NULL if a comment is there.
 */
static const char *gap_between(struct editing *e, const struct node *node, const struct node *last,
                               const struct flow_style *style)
{
    const struct node *before = before_last(node);
    size_t from = before != NULL ? before->end : node->start + 1, to = entry_start(last);
    if (to < from || memchr(e->bytes + from, '#', to - from) != NULL)
        return NULL;
    if (!is_gap(e->bytes + from, e->bytes + to))
        return style->comma;
    const char *gap = arena_copy(e->scratch, e->bytes + from, to - from);
    if (before != NULL)
        return gap;
    return strchr(gap, '\n') != NULL ? arena_print(e->scratch, ",%s", gap) : style->comma;
}

bool flow_insert(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    const struct node *last = edit_last_child(node);
    bool map = node->kind == NODE_MAP;
    const char *end = e->bytes + node->end;
    if (e->bytes[node->start] != (map ? '{' : '[') || last->end > node->end - 1 ||
        (map && last->key->kind != NODE_SCALAR))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    if (memchr(e->bytes + last->end, '#', (size_t)(end - e->bytes) - last->end) != NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_COMMENT, last, NULL);
    struct flow_style style = style_of(e, last);
    const char *gap = gap_between(e, node, last, &style);
    if (gap == NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_COMMENT, last, NULL);
    const char *indent = "";
    const char *line = strrchr(gap, '\n');
    if (line != NULL) {
        /* If the entries are on several lines, a new value is indented by the same unit. */
        const char *outer = line_indent(e, node->start);
        indent = line + 1;
        bool deeper = text_starts(indent, outer) && strlen(indent) > strlen(outer);
        style.unit = deeper ? indent + strlen(outer) : "  ";
    }
    text_scope struct text out = text_of(SIZE_MAX / 4);
    if (last->start == last->end && e->bytes[last->end - 1] == ':')
        text_puts(&out, " "); /* libyaml rejects "a:," and accepts "a: ," */
    text_puts(&out, gap);
    write_entry(&out, &style, e->edits[edit].value, map, indent, e->scratch);
    edit_splice(e, last->end, last->end, &out, edit_depth(node), false);
    return true;
}

static bool may_fill(struct editing *e, size_t edit)
{
    const struct node *node = e->targets[edit].node;
    bool empty = node->start == node->end;
    if (memchr(e->bytes + node->start, '#', node->end - node->start) != NULL)
        return edit_refuse(e, edit, EDIT_REFUSED_COMMENT, node, NULL);
    if (node->kind == NODE_SCALAR &&
        (node->parent == NULL || (empty && strchr(":-", e->bytes[node->start - 1]) == NULL)))
        return edit_refuse(e, edit, EDIT_REFUSED_POSITION, node, NULL);
    return true;
}

/*
 * Fills an empty map or list. Several edits may fill one node: the first one writes its entry, each
 * later one a comma and its entry. The first one also writes both brackets if the node is null, and
 * in an indented JSON file the line break before the closing bracket.
 */
bool flow_fill(struct editing *e, size_t edit)
{
    const struct target *target = &e->targets[edit];
    const struct node *node = target->node;
    bool map = e->edits[edit].kind == EDIT_INSERT, null = node->kind == NODE_SCALAR;
    unsigned depth = edit_depth(node);
    if (!may_fill(e, edit))
        return false;
    struct flow_style style = style_of(e, NULL);
    style.unit = e->documents.form.json ? json_unit(e) : NULL;
    const char *outer = line_indent(e, node->start);
    const char *inner =
        style.unit != NULL ? arena_print(e->scratch, "%s%s", outer, style.unit) : "";
    size_t from = null ? node->start : node->start + 1, to = null ? node->end : node->end - 1;
    text_scope struct text out = text_of(SIZE_MAX / 4), tail = text_of(SIZE_MAX / 4);
    if (!target->first)
        put_comma(&out, &style);
    else if (null)
        text_puts(&out, from == to ? (map ? " {" : " [") : (map ? "{" : "["));
    break_line(&out, &style, inner);
    write_entry(&out, &style, e->edits[edit].value, map, inner, e->scratch);
    edit_splice(e, from, from, &out, depth, false);
    if (!target->first)
        return true;
    break_line(&tail, &style, outer);
    if (null)
        text_puts(&tail, map ? "}" : "]");
    edit_splice(e, from, to, &tail, depth, true);
    return true;
}

/* True if the bytes between two entries are only blanks, line breaks and at most one comma.
 * Otherwise refuses the edit. */
static bool may_close(struct editing *e, const struct removal *removal, size_t from, size_t to)
{
    if (to < from || memchr(e->bytes + from, '#', to - from) != NULL)
        return edit_refuse(e, removal->edit, EDIT_REFUSED_COMMENT, removal->entry, NULL);
    if (!is_gap(e->bytes + from, e->bytes + to))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, removal->entry, NULL);
    return true;
}

/*
 * Removes an entry with the bytes between it and the next entry. Removed entries at the end share
 * one splice: it is made for the last entry, and begins after the last kept entry.
 */
bool flow_remove(struct editing *e, const struct removal *removal)
{
    const struct node *entry = removal->entry, *map = entry->parent;
    const struct node *before = NULL, *kept = NULL, *after = entry->next;
    bool keyed = map->kind == NODE_MAP;
    if (e->bytes[map->start] != (keyed ? '{' : '[') || (keyed && entry->key->kind != NODE_SCALAR))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, entry, NULL);
    for (const struct node *child = map->first; child != entry; child = child->next) {
        before = child;
        kept = edit_removes(e, child) ? kept : child;
    }
    size_t next = after != NULL ? entry_start(after) : map->end - 1;
    if (!may_close(e, removal, before != NULL ? before->end : map->start + 1, entry_start(entry)) ||
        !may_close(e, removal, entry->end, next))
        return false;
    while (after != NULL && edit_removes(e, after))
        after = after->next;
    text_scope struct text nothing = text_of(SIZE_MAX / 4);
    size_t from = entry_start(entry), to = next;
    if (edit_empties(e, map)) {
        from = map->start + 1;
        to = map->end - 1;
    } else if (after == NULL && kept != NULL) {
        from = kept->end;
        to = entry->end;
    } else if (after == NULL && kept == NULL) {
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, entry,
                           "all entries are removed, but another edit adds one");
    }
    if (after != NULL || entry->next == NULL)
        edit_splice(e, from, to, &nothing, edit_depth(map), true);
    return true;
}
