// SPDX-License-Identifier: Apache-2.0
/*
 * Defines the nodes of a document's tree: scalars, maps, lists and aliases. Every node has its line
 * and column, for messages, and its place in the bytes, for edits.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum node_kind { NODE_SCALAR, NODE_MAP, NODE_LIST, NODE_ALIAS };
enum node_style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED };

struct node {
    enum node_kind kind : 8;
    enum node_style style : 8; /* scalars only */
    bool flow : 1;             /* a map or list in brackets, or the single pair in `[a: b]` */
    bool plain_null : 1;       /* a plain scalar that means null: empty, ~, null, Null, NULL */
    uint32_t line,
        column; /* place of the content, from 1; lines end at '\n', columns count code points */
    /*
     * The bytes [start, end) of the content: with quotes or brackets, without anchor and tag.
     *
     * A block scalar starts at its indicator and ends after its last line that is not blank, before
     * the line break. A line with more spaces than the scalar's indentation is not blank. A block
     * map or list starts at its first key or dash and ends where its last leaf ends. An empty value
     * has no bytes; it starts right after its ':', '-', anchor or tag, or after a key without ':'.
     */
    size_t start, end;
    const char *anchor; /* NULL if the node has none */
    const char *tag;  /* in libyaml's full form, "tag:yaml.org,2002:str"; NULL if none is written */
    const char *text; /* scalar: the decoded value, NUL-terminated; alias: the anchor's name */
    size_t length;    /* bytes of text; greater than strlen(text) if it contains NUL */
    /*
     * Aliases only: the last node before the alias that has the anchor. It may be an ancestor of
     * the alias (a list that contains itself), so code that follows aliases must limit its steps.
     */
    const struct node *target;
    struct node *parent;       /* the map or list of a key, value or item; NULL for a root */
    struct node *key;          /* the key node of a map's value; NULL for others */
    struct node *first, *next; /* children in order: a map's values, a list's items */
    uint32_t count;            /* number of children */
};

/* Returns the first value with this key, or NULL; merges (<<) are ignored. Returns NULL if `map` is
 * NULL or not a map. */
struct node *node_find(const struct node *map, const char *key);
/* Returns the item of a list with this index, which counts from 0. Returns NULL if there is none,
 * or if `list` is NULL or not a list. */
struct node *node_item(const struct node *list, size_t index);
/* Returns the text of a scalar, or NULL if the scalar means null or contains NUL. Returns NULL for
 * other nodes and for NULL. */
const char *node_text(const struct node *node);
/* Returns an alias's target, and any other node itself; NULL gives NULL. */
const struct node *node_resolve(const struct node *node);
/* Returns the first key that repeats an earlier key of this map, or NULL. YAML forbids such keys,
 * but libyaml does not report them. */
const struct node *node_duplicate_key(const struct node *map);
/* True if two nodes have the same kind, the same decoded text, and equal children in the same
 * order. Null differs from "null"; aliases are compared by name. Place, style, anchor and tag are
 * not compared. */
bool node_equal(const struct node *a, const struct node *b);
