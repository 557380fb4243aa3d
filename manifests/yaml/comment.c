// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/comment.h"

#include <string.h>

#include "manifests/base/list.h"
#include "manifests/yaml/document_span.h"

/* The beginning of an entry. */
struct entry_start {
    const struct node *node; /* its value or item */
    size_t start;            /* of its key or dash; of the item if it has no dash */
    size_t document;
};

/* Bytes that hold no comment: a scalar or an alias. */
struct opaque_span {
    size_t start, end;
};

struct comment_search {
    struct arena *arena;
    const char *bytes;
    size_t length, base; /* base: offset after the byte order mark */
    const struct documents *documents;
    size_t document;
    size_t at; /* everything before this offset has been read */
    LIST_OF(struct entry_start) entries;
    LIST_OF(struct opaque_span) spans;
    LIST_OF(struct comment) comments;
};

static void add_span(struct comment_search *s, size_t start, size_t end)
{
    *list_add(s->arena, &s->spans) = (struct opaque_span){start, end};
    s->at = end > s->at ? end : s->at;
}

/* Adds the spans of a block scalar: a comment may be on the line of its indicator. */
static void add_block_scalar(struct comment_search *s, const struct node *node)
{
    const char *line = s->bytes + node->start;
    const char *body = memchr(line, '\n', node->end - node->start);
    add_span(s, node->start, node->start + 1);
    if (body != NULL)
        add_span(s, (size_t)(body - s->bytes), node->end);
}

static void read_node(struct comment_search *s, const struct node *node);

/* Returns where an item of a list begins. */
static size_t item_start(const struct comment_search *s, const struct node *item)
{
    const struct node *list = item->parent;
    if (list->flow)
        return item->start;
    if (item == list->first)
        return list->start;
    size_t dash = span_skip_space(s->bytes, s->at, s->length);
    return dash < item->start ? dash : item->start;
}

static void read_children(struct comment_search *s, const struct node *node)
{
    for (const struct node *child = node->first; child != NULL; child = child->next) {
        size_t start = child->key != NULL ? child->key->start : item_start(s, child);
        *list_add(s->arena, &s->entries) = (struct entry_start){child, start, s->document};
        s->at = start > s->at ? start : s->at;
        if (child->key != NULL)
            read_node(s, child->key);
        read_node(s, child);
    }
}

static void read_node(struct comment_search *s, const struct node *node)
{
    if (node->kind == NODE_SCALAR && node->style >= STYLE_LITERAL)
        add_block_scalar(s, node);
    else if (node->kind == NODE_SCALAR || node->kind == NODE_ALIAS)
        add_span(s, node->start, node->end);
    else
        read_children(s, node);
    s->at = node->end > s->at ? node->end : s->at;
}

static size_t line_start(const struct comment_search *s, size_t at)
{
    const char *line = at > 0 ? memrchr(s->bytes, '\n', at) : NULL;
    return line != NULL ? (size_t)(line + 1 - s->bytes) : s->base;
}

/* Adds the comments between two spans: everything from a '#' to the end of its line. */
static void read_gap(struct comment_search *s, size_t from, size_t to)
{
    const char *mark;
    while (from < to && (mark = memchr(s->bytes + from, '#', to - from)) != NULL) {
        size_t start = (size_t)(mark - s->bytes), line = line_start(s, start);
        const char *stop = memchr(mark, '\n', to - start);
        size_t end = stop != NULL ? (size_t)(stop - s->bytes) : to;
        *list_add(s->arena, &s->comments) = (struct comment){
            .start = start,
            .end = end > start && s->bytes[end - 1] == '\r' ? end - 1 : end,
            .column = (uint32_t)(start - line + 1),
            .trails = line + strspn(s->bytes + line, " \t") < start,
        };
        from = end;
    }
}

/* Returns the number of line breaks between two offsets if there are only blanks besides, else 2.
 */
static unsigned breaks_between(const struct comment_search *s, size_t from, size_t to)
{
    unsigned breaks = 0;
    for (; from < to; from++) {
        if (strchr(" \t\r\n", s->bytes[from]) == NULL || s->bytes[from] == '\0')
            return 2;
        breaks += s->bytes[from] == '\n';
    }
    return breaks;
}

/* Returns the value of the outermost flow collection that ends before the offset, or the node. */
static const struct node *leave_brackets(const struct node *node, size_t offset)
{
    const struct node *outside = node;
    for (; node != NULL; node = node->parent)
        if (node->flow && node->end <= offset)
            outside = node;
    return outside;
}

/* Returns the innermost map or list in brackets around the offset, or NULL. */
static const struct node *brackets_around(const struct node *node, size_t offset)
{
    for (; node != NULL; node = node->parent)
        if (node->flow && node->start < offset && offset < node->end)
            return node;
    return NULL;
}

/* Returns the innermost entry above with a smaller column, or the map or list around. `node` is the
 * last entry that begins before the offset. */
static const struct node *entry_above(const struct node *node, size_t offset, uint32_t column)
{
    while (node->parent != NULL && node->end <= offset && node->parent->column >= column)
        node = node->parent;
    return node;
}

/* Where a comment is: the last entry that begins before it, and the first one after it. */
struct comment_place {
    const struct node *root, *above;
    const struct entry_start *below; /* NULL if there is none in the same document */
};

/* Sets the node of a group of comments; `last` is its last line. */
static void set_group(const struct comment_search *s, const struct comment_place *place,
                      uint32_t least, struct comment *first, struct comment *last)
{
    const struct node *below = place->below != NULL ? place->below->node : NULL;
    bool heads = below != NULL && !below->parent->flow && below->parent->column == first->column &&
                 breaks_between(s, last->end, place->below->start) == 1;
    const struct node *node = place->root;
    if (heads)
        node = below;
    else if (place->above != NULL)
        node = entry_above(place->above, first->start, least);
    for (struct comment *comment = first; comment <= last; comment++) {
        comment->node = node;
        comment->heads = heads;
    }
}

/* Returns the last line of the group that begins with the comment. */
static struct comment *group_end(const struct comment_search *s, struct comment *first)
{
    struct comment *end = s->comments.items + s->comments.count, *last = first;
    while (last + 1 < end && !last[1].trails && last[1].column >= first->column &&
           breaks_between(s, last->end, last[1].start) == 1)
        last++;
    return last;
}

/* Finds the comment's document and place; *entry is the number of entries before the comment. */
static struct comment_place find_place(struct comment_search *s, struct comment *comment,
                                       size_t *entry)
{
    const struct documents *documents = s->documents;
    while (s->document + 1 < documents->count &&
           documents->items[s->document + 1].start <= comment->start)
        s->document++;
    while (*entry < s->entries.count && s->entries.items[*entry].start < comment->start)
        ++*entry;
    struct comment_place place = {.root = documents->items[s->document].root};
    const struct entry_start *at = s->entries.items;
    if (*entry > 0 && at[*entry - 1].document == s->document)
        place.above = at[*entry - 1].node;
    if (*entry < s->entries.count && at[*entry].document == s->document)
        place.below = &at[*entry];
    comment->document = s->document;
    return place;
}

static void set_nodes(struct comment_search *s)
{
    const struct node *above = NULL;
    uint32_t least = UINT32_MAX;
    size_t entry = 0;
    s->document = 0;
    for (size_t i = 0; i < s->comments.count; i++) {
        struct comment *comment = &s->comments.items[i], *last = comment;
        struct comment_place place = find_place(s, comment, &entry);
        const struct node *around = brackets_around(place.above, comment->start);
        if (around == NULL && place.root != NULL)
            around = brackets_around(place.root, comment->start);
        if (place.above != above)
            least = UINT32_MAX;
        above = place.above;
        if (place.above != NULL)
            place.above = leave_brackets(place.above, comment->start);
        if (comment->trails || around != NULL) {
            comment->node = place.above != NULL ? place.above : place.root;
            comment->node = around != NULL && !comment->trails ? around : comment->node;
            continue;
        }
        last = group_end(s, comment);
        least = comment->column < least ? comment->column : least;
        set_group(s, &place, least, comment, last);
        for (struct comment *line = comment; line <= last; line++)
            line->document = s->document;
        i = (size_t)(last - s->comments.items);
    }
}

struct comments comments_find(struct arena *arena, const char *bytes, size_t length,
                              const struct documents *documents)
{
    struct comment_search search = {
        .arena = arena,
        .bytes = bytes,
        .length = length,
        .base = documents->form.bom ? 3 : 0,
        .documents = documents,
    };
    if (documents->count == 0 || length == 0 || memchr(bytes, '#', length) == NULL)
        return (struct comments){0};
    for (size_t i = 0; i < documents->count; i++) {
        search.document = i;
        search.at = documents->items[i].start;
        if (documents->items[i].root != NULL)
            read_node(&search, documents->items[i].root);
    }
    size_t at = search.base;
    list_each (span, &search.spans) {
        read_gap(&search, at, span->start);
        at = span->end > at ? span->end : at;
    }
    read_gap(&search, at, length);
    set_nodes(&search);
    return (struct comments){search.comments.items, search.comments.count};
}

static int by_start(const void *key, const void *item)
{
    size_t offset = *(const size_t *)key, start = ((const struct comment *)item)->start;
    return (offset > start) - (offset < start);
}

size_t comments_from(const struct comments *comments, size_t offset)
{
    if (comments->count == 0)
        return 0;
    return list_place(comments->items, comments->count, sizeof *comments->items, &offset, by_start);
}
