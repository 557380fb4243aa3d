// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/document.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/base/words.h"
#include "manifests/yaml/document_form.h"
#include "manifests/yaml/document_hint.h"
#include "manifests/yaml/document_span.h"
#include "manifests/yaml/place.h"

/* A map or list that is still open. */
struct open_collection {
    struct node *node, *last;
    struct node *key; /* in a map: the key whose value comes next; NULL if a key comes next */
};

struct builder {
    struct arena *arena;
    const char *path, *bytes;
    size_t length;
    struct places places;
    void *anchors; /* tsearch tree of the current document's nodes by anchor */
    LIST_OF(struct document) documents;
    LIST_OF(struct document_opening) openings;
    struct open_collection frames[DOCUMENT_DEPTH_MAX];
    unsigned depth;
    size_t nodes, tag_bytes;
};

static size_t offset_of(const struct builder *b, size_t index)
{
    return place_offset(&b->places, index);
}

/* Sets the line and column of the byte at `offset`, which is not before the mark. `from` is the
 * byte offset of the mark. */
static void place(struct builder *b, const yaml_mark_t *mark, size_t from, size_t offset,
                  uint32_t *line, uint32_t *column)
{
    *line = (uint32_t)mark->line + 1;
    *column = (uint32_t)mark->column + 1;
    place_after(&b->places, from, offset, line, column);
}

static bool means_null(const yaml_event_t *event)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    const char *tag = (const char *)event->data.scalar.tag;
    if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || event->data.scalar.length > 4 ||
        (tag != NULL && strcmp(tag, YAML_NULL_TAG) != 0))
        return false;
    const char *value = (const char *)event->data.scalar.value;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(value, words[i]) == 0)
            return true;
    return false;
}

static enum node_style style_of(yaml_scalar_style_t style)
{
    static const enum node_style styles[] = {
        [YAML_ANY_SCALAR_STYLE] = STYLE_PLAIN,
        [YAML_PLAIN_SCALAR_STYLE] = STYLE_PLAIN,
        [YAML_SINGLE_QUOTED_SCALAR_STYLE] = STYLE_SINGLE,
        [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = STYLE_DOUBLE,
        [YAML_LITERAL_SCALAR_STYLE] = STYLE_LITERAL,
        [YAML_FOLDED_SCALAR_STYLE] = STYLE_FOLDED,
    };
    TABLE_COMPLETE(styles, YAML_FOLDED_SCALAR_STYLE + 1);
    return styles[style];
}

static int fail_limit(struct builder *b, const yaml_mark_t *mark, struct err *err, const char *what,
                      unsigned long most)
{
    uint32_t line, column;
    place_of(b->bytes, offset_of(b, mark->index), &line, &column);
    err_set(err, "the file has more than %lu %s", most, what);
    return err_place(err, b->path, line, column);
}

static int by_anchor(const void *a, const void *b)
{
    return strcmp(((const struct node *)a)->anchor, ((const struct node *)b)->anchor);
}

static void keep(void *item)
{
    (void)item; /* nodes belong to the arena */
}

static void forget_anchors(struct builder *b)
{
    tdestroy(b->anchors, keep);
    b->anchors = NULL;
}

static void set_properties(struct builder *b, struct node *node, const yaml_char_t *anchor,
                           const yaml_char_t *tag)
{
    if (tag != NULL) {
        size_t length = strlen((const char *)tag);
        b->tag_bytes += length;
        node->tag = arena_copy(b->arena, (const char *)tag, length);
    }
    if (anchor == NULL)
        return;
    node->anchor = arena_text(b->arena, (const char *)anchor);
    const struct node **slot = memory_must(tsearch(node, &b->anchors, by_anchor));
    *slot = node;
}

/* Adds a node to the open map or list, or makes it the document's root. */
static void attach(struct builder *b, struct node *node)
{
    if (b->depth == 0) {
        b->documents.items[b->documents.count - 1].root = node;
        return;
    }
    struct open_collection *frame = &b->frames[b->depth - 1];
    node->parent = frame->node;
    if (frame->node->kind == NODE_MAP && frame->key == NULL) {
        frame->key = node;
        return;
    }
    node->key = frame->key;
    frame->key = NULL;
    if (frame->last != NULL)
        frame->last->next = node;
    else
        frame->node->first = node;
    frame->last = node;
    frame->node->count++;
}

/* Returns where an empty scalar without anchor and tag starts. The value of a key starts after the
 * ':' or, without ':', after the key: in brackets libyaml's mark would be at the next token. Other
 * scalars start at the mark. A ':' without a space after it begins the next key: "? a\n:b: c". */
static size_t empty_start(const struct builder *b, size_t mark)
{
    const struct open_collection *frame = b->depth > 0 ? &b->frames[b->depth - 1] : NULL;
    if (frame == NULL || frame->key == NULL)
        return mark;
    size_t colon = span_skip_space(b->bytes, frame->key->end, b->length);
    if (colon >= b->length || b->bytes[colon] != ':')
        return frame->key->end;
    size_t next = colon + 1;
    bool ends = next == b->length ||
                (b->bytes[next] != '#' && span_skip_space(b->bytes, next, b->length) > next) ||
                (frame->node->flow && strchr(",[]{}", b->bytes[next]) != NULL);
    return ends ? next : frame->key->end;
}

static void add_scalar(struct builder *b, const yaml_event_t *event)
{
    size_t mark = offset_of(b, event->start_mark.index);
    size_t start = mark, end = offset_of(b, event->end_mark.index);
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    yaml_char_t *anchor = event->data.scalar.anchor, *tag = event->data.scalar.tag;
    bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    bool bare = anchor == NULL && tag == NULL && (start >= end || b->bytes[start] != '!');
    if (b->depth == 0 && plain && length == 0 && bare)
        return; /* the root stays NULL */

    struct node *node = arena_new(b->arena, struct node);
    node->kind = NODE_SCALAR;
    node->style = style_of(event->data.scalar.style);
    node->plain_null = bare || tag != NULL || anchor != NULL ? means_null(event) : false;
    node->text = arena_copy(b->arena, value, length);
    node->length = length;
    if (!bare)
        start = plain && length == 0 ? end : span_skip_properties(b->bytes, start, end);
    else if (plain && length == 0)
        start = end = empty_start(b, start);
    node->start = start;
    node->end = node->style >= STYLE_LITERAL ? span_block_end(b->bytes, start, end, value) : end;
    if (start < mark)
        place_at(&b->places, start, &node->line, &node->column);
    else
        place(b, &event->start_mark, mark, start, &node->line, &node->column);
    set_properties(b, node, anchor, tag);
    attach(b, node);
}

static int add_alias(struct builder *b, const yaml_event_t *event, struct err *err)
{
    struct node *node = arena_new(b->arena, struct node);
    size_t mark = offset_of(b, event->start_mark.index);
    node->kind = NODE_ALIAS;
    node->start = mark;
    node->end = offset_of(b, event->end_mark.index);
    place(b, &event->start_mark, mark, mark, &node->line, &node->column);
    node->length = strlen((const char *)event->data.alias.anchor);
    node->text = arena_copy(b->arena, (const char *)event->data.alias.anchor, node->length);
    const struct node *const *slot =
        tfind(&(struct node){.anchor = node->text}, &b->anchors, by_anchor);
    if (slot == NULL) {
        err_set(err, "unknown anchor \"%s\"", node->text);
        err_place(err, b->path, node->line, node->column);
        return err_hint(
            err, "define the anchor before its alias, or quote a value that starts with \"*\"");
    }
    node->target = *slot;
    attach(b, node);
    return 0;
}

/* Returns where a map or list starts: at its bracket, its first key, or its first dash. */
static size_t collection_start(const struct builder *b, size_t start, size_t end, bool map,
                               bool flow)
{
    char before = end > start ? b->bytes[end - 1] : '\0';
    if (flow)
        return before == (map ? '{' : '[') ? end - 1 : start;
    /* A list at its key's column has no start token: libyaml's event ends after the dash. */
    return !map && before == '-' ? end - 1 : end;
}

static int open_collection(struct builder *b, const yaml_event_t *event, struct err *err)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    bool flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                    : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    if (b->depth == DOCUMENT_DEPTH_MAX)
        return fail_limit(b, &event->start_mark, err, "levels of nesting", DOCUMENT_DEPTH_MAX);
    size_t mark = offset_of(b, event->start_mark.index);
    size_t end = offset_of(b, event->end_mark.index);
    struct node *node = arena_new(b->arena, struct node);
    node->kind = map ? NODE_MAP : NODE_LIST;
    node->flow = flow;
    node->start = collection_start(b, mark, end, map, flow);
    place(b, &event->start_mark, mark, node->start, &node->line, &node->column);
    set_properties(b, node,
                   map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
                   map ? event->data.mapping_start.tag : event->data.sequence_start.tag);
    attach(b, node);
    b->frames[b->depth++] = (struct open_collection){.node = node};
    return 0;
}

static void close_collection(struct builder *b, const yaml_event_t *event)
{
    struct open_collection *frame = &b->frames[--b->depth];
    struct node *node = frame->node;
    bool bracket = node->flow && (b->bytes[node->start] == '{' || b->bytes[node->start] == '[');
    if (bracket && event->end_mark.index > event->start_mark.index)
        node->end = offset_of(b, event->end_mark.index);
    else
        node->end = frame->last != NULL ? frame->last->end : node->start;
}

static void open_document(struct builder *b, const yaml_event_t *event)
{
    size_t at = offset_of(b, event->start_mark.index);
    struct document *document = list_add(b->arena, &b->documents);
    /* When there are directives, the event starts at the first one. */
    bool directives = event->data.document_start.version_directive != NULL ||
                      event->data.document_start.tag_directives.start !=
                          event->data.document_start.tag_directives.end;
    bool explicit_start = !event->data.document_start.implicit;
    document->start = at;
    uint32_t column;
    place(b, &event->start_mark, at, at, &document->line, &column);
    if (explicit_start && directives) {
        document->start = offset_of(b, event->end_mark.index) - 3;
        place_of(b->bytes, document->start, &document->line, &column);
    }
    *list_add(b->arena, &b->openings) = (struct document_opening){explicit_start, directives};
    forget_anchors(b);
}

static int take(struct builder *b, const yaml_event_t *event, struct err *err)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        add_scalar(b, event);
        break;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT:
        if (open_collection(b, event, err) < 0)
            return -1;
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        close_collection(b, event);
        return 0;
    case YAML_ALIAS_EVENT:
        if (add_alias(b, event, err) < 0)
            return -1;
        break;
    case YAML_DOCUMENT_START_EVENT:
        open_document(b, event);
        break;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return 0;
    }
    if (++b->nodes > DOCUMENT_NODES_MAX)
        return fail_limit(b, &event->start_mark, err, "keys, values and documents",
                          DOCUMENT_NODES_MAX);
    if (b->tag_bytes > TEXT_FILE_MAX)
        return fail_limit(b, &event->start_mark, err, "bytes of expanded YAML tags", TEXT_FILE_MAX);
    return 0;
}

static int fail_parse(struct builder *b, const yaml_parser_t *parser, bool template_text,
                      struct err *err)
{
    if (parser->error == YAML_MEMORY_ERROR)
        memory_must(NULL);
    /* Reader errors have a byte offset instead of a mark. */
    bool reader = parser->error == YAML_READER_ERROR;
    size_t at = b->places.base + (reader ? parser->problem_offset : 0);
    if (!reader)
        at = offset_of(b, parser->problem_mark.index);
    at = at < b->length ? at : b->length;
    const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
    uint32_t line, column;
    place_of(b->bytes, at, &line, &column);
    if (parser->context != NULL && parser->context_mark.line != parser->problem_mark.line)
        err_set(err, "%s %s that began on line %zu", problem, parser->context,
                parser->context_mark.line + 1);
    else if (parser->context != NULL)
        err_set(err, "%s %s", problem, parser->context);
    else
        err_set(err, "%s", problem);
    err_place(err, b->path, line, column);
    const char *hint = document_hint(problem, at < b->length ? b->bytes[at] : '\0');
    if (template_text)
        return err_hint(err, "if this is a template, list it under ignore in weir.yaml");
    return hint != NULL ? err_hint(err, "%s", hint) : -1;
}

static void parser_close(yaml_parser_t *parser)
{
    yaml_parser_delete(parser);
}

static int build(struct builder *b, bool template_text, struct err *err)
{
    CLEANUP(parser_close) yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        memory_must(NULL);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)b->bytes + b->places.base,
                                 b->length - b->places.base);
    for (bool done = false; !done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event))
            return fail_parse(b, &parser, template_text, err);
        int taken = take(b, &event, err);
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (taken < 0)
            return -1;
    }
    return 0;
}

int document_parse(struct arena *scratch, const char *path, const char *bytes, size_t length,
                   struct documents *out, struct err *err)
{
    if (document_form_read(path, bytes, length, &out->form, err) < 0)
        return -1;
    struct builder builder = {
        .arena = scratch,
        .path = path,
        .bytes = bytes,
        .length = length,
        .places = places_make(scratch, bytes, length, &out->form),
    };
    int built = build(&builder, out->form.template_text, err);
    forget_anchors(&builder);
    if (built < 0)
        return -1;
    document_form_split(bytes, length, builder.documents.items, builder.openings.items,
                        builder.documents.count);
    out->items = builder.documents.items;
    out->count = builder.documents.count;
    return 0;
}
