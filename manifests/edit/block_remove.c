// SPDX-License-Identifier: Apache-2.0
#include "manifests/edit/block_remove.h"

#include <string.h>

#include "manifests/edit/block.h"
#include "manifests/edit/refuse.h"

/* Returns the column of a comment that is alone on its line, or 0 for other lines. */
static size_t comment_column(const struct editing *e, size_t line)
{
    size_t blanks = strspn(e->bytes + line, " ");
    return e->bytes[line + blanks] == '#' ? blanks + 1 : 0;
}

static bool is_blank_line(const struct editing *e, size_t line)
{
    size_t blanks = strspn(e->bytes + line, " \t\r");
    return line + blanks == e->length || e->bytes[line + blanks] == '\n';
}

static size_t next_line(const struct editing *e, size_t line)
{
    const char *stop = memchr(e->bytes + line, '\n', e->length - line);
    return stop != NULL ? (size_t)(stop + 1 - e->bytes) : e->length;
}

static const struct node *entry_before(const struct node *entry)
{
    const struct node *before = entry->parent->first;
    while (before != entry && before->next != entry)
        before = before->next;
    return before != entry ? before : NULL;
}

/* Finds an item's dash. False if the dash is not where it is expected: at the list's start or, at
 * the list's column, after the previous item and blank lines and comments. */
static bool find_dash(const struct editing *e, const struct node *item, size_t *at)
{
    const struct node *list = item->parent, *before = entry_before(item);
    struct line_gap gap = {0};
    bool traps;
    *at = list->start;
    if (before == NULL)
        return e->bytes[*at] == '-';
    if (!block_gap_after(e, before, &gap, &traps))
        return false;
    size_t line = gap.at;
    while (line < e->length && (is_blank_line(e, line) || comment_column(e, line) > 0))
        line = next_line(e, line);
    *at = line + strspn(e->bytes + line, " ");
    return e->bytes[*at] == '-' && *at - line + 1 == list->column;
}

/* Finds the first byte of an entry, which is its key or its dash. False if that is uncertain. */
static bool find_start(const struct editing *e, const struct node *entry, size_t *at)
{
    if (entry->key == NULL)
        return find_dash(e, entry, at);
    *at = entry->key->start;
    return !block_complex_key(e, entry->key);
}

static bool starts_line(const struct editing *e, size_t at)
{
    size_t line = block_line_start(e, at);
    return line + strspn(e->bytes + line, " ") == at;
}

/*
 * True if the comments directly above an entry clearly belong to it alone: another entry that
 * follows has comments of its own or is set off by a blank line, or no entry follows. Comments
 * above the first entry may be a heading of the whole map or list, unless the next entry has its
 * own. `to` is the end of the entry's lines.
 */
static bool owns_head(const struct editing *e, const struct node *entry, size_t to)
{
    bool first = entry == entry->parent->first, last = entry->next == NULL;
    if (!last && comment_column(e, to) == entry->parent->column)
        return true;
    return !first && (last || is_blank_line(e, to));
}

/* Returns where the lines of an entry begin, including the comments above that belong to it alone.
 * The entry begins at `at` and its lines end at `to`. */
static size_t lines_from(const struct editing *e, const struct node *entry, size_t at, size_t to)
{
    size_t line = block_line_start(e, at);
    return owns_head(e, entry, to) ? block_head_start(e, entry, line) : line;
}

/* Returns the offset after the comments at `to`, the end of an entry's lines, that belong to the
 * entry. */
static size_t lines_to(const struct editing *e, const struct node *entry, size_t to)
{
    struct line_gap gap = {.at = to};
    block_skip_comments(e, entry, 0, &gap);
    return gap.at;
}

static void splice_out(struct editing *e, size_t from, size_t to, const char *text,
                       const struct node *map)
{
    text_scope struct text out = text_of(SIZE_MAX / 4);
    text_puts(&out, text);
    edit_splice(e, from, to, &out, edit_depth(map), true);
}

/* Removes the lines of one entry. False if its place is uncertain. */
static bool remove_lines(struct editing *e, const struct node *entry)
{
    struct line_gap end = {0};
    size_t at = 0;
    bool traps;
    if (!find_start(e, entry, &at) || !starts_line(e, at) ||
        !block_gap_after(e, entry, &end, &traps))
        return false;
    size_t to = lines_to(e, entry, end.at);
    splice_out(e, lines_from(e, entry, at, to), to, "", entry->parent);
    return true;
}

/* True if a comment among the entries of a map or list stays when all of them are removed. `to` is
 * the end of their lines. */
static bool keeps_comments(const struct editing *e, const struct node *map, size_t from, size_t to)
{
    for (size_t i = comments_from(&e->comments, from); i < e->comments.count; i++) {
        const struct comment *comment = &e->comments.items[i];
        if (comment->start >= to)
            return false;
        if (comment->node == map || (comment->heads && comment->node == map->first))
            return true;
    }
    return false;
}

/* Finds where brackets for an emptied map or list are written if its entries are on lines of their
 * own: after the colon of its key, or after the dash. False if they are written at its start. */
static bool find_mark(const struct editing *e, const struct node *map, size_t *mark)
{
    if (map->key != NULL) {
        *mark = map->key->end + strspn(e->bytes + map->key->end, " \t") + 1;
        return true;
    }
    bool found = map->parent != NULL && map->anchor == NULL && map->tag == NULL &&
                 starts_line(e, map->start) && find_start(e, map, mark);
    *mark += found;
    return found;
}

/* Writes brackets at the start of a map or list that becomes empty, in place of its entries. */
static bool replace_entries(struct editing *e, const struct removal *removal, const char *brackets,
                            const struct line_gap *end)
{
    const struct node *map = removal->entry->parent;
    size_t to = lines_to(e, removal->entry, end->at);
    if (!block_is_clear(e, map))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, map, NULL);
    if (keeps_comments(e, map, map->start, to))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_COMMENT, map, NULL);
    const char *text = arena_print(e->scratch, "%s%s", brackets, end->open_end ? "" : end->eol);
    splice_out(e, map->start, to, text, map);
    return true;
}

/* Writes brackets for a map or list that becomes empty, and removes its entries. */
static bool leave_brackets(struct editing *e, const struct removal *removal,
                           const struct line_gap *end)
{
    const struct node *map = removal->entry->parent;
    const char *brackets = map->kind == NODE_MAP ? "{}" : "[]";
    size_t mark = 0, to = lines_to(e, removal->entry, end->at);
    struct line_gap first = {0};
    if (!find_mark(e, map, &mark))
        return replace_entries(e, removal, brackets, end);
    if (map->anchor != NULL || map->tag != NULL ||
        (map->key != NULL && (block_complex_key(e, map->key) || e->bytes[mark - 1] != ':')) ||
        !block_find_gap(e, mark, &first))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, map, NULL);
    splice_out(e, mark, mark, arena_print(e->scratch, " %s", brackets), map);
    if (!keeps_comments(e, map, first.at, to)) {
        splice_out(e, first.at, to, "", map);
        return true;
    }
    for (const struct node *entry = map->first; entry != NULL; entry = entry->next)
        if (!remove_lines(e, entry))
            return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, entry, NULL);
    return true;
}

/* Removes the first entry of a map or list that starts after a dash, and the removed entries that
 * follow it: the next kept entry moves up to the place after the dash. */
static bool pull_up(struct editing *e, const struct removal *removal)
{
    const struct node *map = removal->entry->parent, *last = map->first, *kept = last->next;
    while (kept != NULL && edit_removes(e, kept)) {
        last = kept;
        kept = kept->next;
    }
    struct line_gap gap = {0};
    size_t at = 0;
    bool traps;
    if (!block_is_clear(e, map) || kept == NULL || !find_start(e, kept, &at) ||
        !starts_line(e, at) || !block_gap_after(e, last, &gap, &traps))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, removal->entry, NULL);
    const struct node *place = kept->key != NULL ? kept->key : kept;
    for (size_t i = comments_from(&e->comments, gap.at); i < e->comments.count; i++)
        if (e->comments.items[i].start < at && !edit_is_within(e->comments.items[i].node, last))
            return edit_refuse(e, removal->edit, EDIT_REFUSED_COMMENT, place, NULL);
    splice_out(e, map->start, at, "", map);
    return true;
}

bool block_remove(struct editing *e, const struct removal *removal)
{
    const struct node *entry = removal->entry, *map = entry->parent;
    struct line_gap end = {0};
    size_t at = 0, first = 0;
    bool traps;
    if (!find_start(e, entry, &at) || !block_gap_after(e, entry, &end, &traps))
        return edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, entry, NULL);
    if (edit_empties(e, map))
        return entry->next != NULL || leave_brackets(e, removal, &end);
    bool found = find_start(e, map->first, &first);
    if (edit_removes(e, map->first) && !(found && starts_line(e, first))) {
        if (entry == map->first)
            return pull_up(e, removal);
        const struct node *before = map->first;
        while (before != entry && edit_removes(e, before))
            before = before->next;
        if (before == entry)
            return true; /* pull_up() removes its lines with those of the first entry */
    }
    return remove_lines(e, entry) ||
           edit_refuse(e, removal->edit, EDIT_REFUSED_POSITION, entry, NULL);
}
