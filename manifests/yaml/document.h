// SPDX-License-Identifier: Apache-2.0
/*
 * The documents of one YAML or JSON file as trees whose every node knows where it stands: line and
 * column for people, a span of bytes for edits. Made from libyaml's events, which see exactly what
 * kubectl, Argo CD and Flux see.
 *
 * Trees live in a scratch arena. Text is decoded; aliases are nodes of their own and are never
 * expanded. Nothing here knows Kubernetes.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"

/* Maxima (real manifests: depth 47, 144,635 nodes, 3.7 MB); a larger file is refused by name. */
enum {
    DOCUMENT_DEPTH_MAX = 256,
    DOCUMENT_NODES_MAX = 2000000,
    DOCUMENT_TAG_DIRECTIVES_MAX = 16,
    DOCUMENT_TAG_LINE_MAX = 1024, /* bytes of a %TAG line: libyaml copies it for each tag */
};

enum node_kind { NODE_SCALAR, NODE_MAP, NODE_LIST, NODE_ALIAS };
enum node_style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED };

struct node {
    enum node_kind kind : 8;
    enum node_style style : 8; /* of a scalar */
    bool flow : 1;             /* a map or list written in brackets, or the lone pair in `[a: b]` */
    bool plain_null : 1;       /* a plain scalar that means null: empty, ~, null, Null, NULL */
    uint32_t line, column; /* of the content, from 1; lines end at '\n', columns are code points */
    /*
     * The bytes [start, end) of the content, anchor and tag excluded. Quotes and brackets belong
     * to it. A block scalar starts at its indicator and ends behind its last line that is not
     * blank, without the line break (a line of more spaces than its indentation is not blank). A
     * block map or list starts at its first key or dash and ends
     * where its last leaf ends. An empty value is zero bytes wide, directly behind its ':' or '-'.
     */
    size_t start, end;
    const char *anchor,
        *tag;         /* NULL when none; tag as resolved by libyaml ("tag:yaml.org,2002:str") */
    const char *text; /* scalar: the decoded value, NUL-terminated; alias: the anchor's name */
    size_t length;    /* of text; greater than strlen(text) when the value contains NUL */
    /*
     * Of an alias: the node that carries the anchor, the last one before the alias in its document.
     * May be an ancestor of the alias (a list that holds itself): who follows it counts steps.
     */
    const struct node *target;
    struct node *parent;       /* NULL for a root; the map for a key */
    struct node *key;          /* the key node of a map's value; NULL for others */
    struct node *first, *next; /* children in order: a map's values, a list's items */
    uint32_t count;            /* children */
};

struct document {
    struct node *root; /* NULL for an empty document */
    uint32_t line;     /* where it begins: at its "---", else at its first content */
    size_t start;      /* the same as a byte */
    /*
     * kubectl and kustomize split at lines that start with "---" and allow only a comment behind
     * it; they would see this document otherwise: content on the "---" line, such a line inside the
     * document, a directive before it, or a start that is no such line.
     */
    bool split_differs;
};

/* What one pass over the bytes found; edits decide by it what they dare. */
struct document_form {
    bool json;      /* JSON: every string is written double-quoted, the result is checked as JSON */
    bool bom;       /* leading UTF-8 byte order mark */
    bool inner_bom; /* another one behind it */
    bool ascii;     /* behind the byte order mark */
    bool crlf;      /* the first line break is CR LF */
    bool odd_breaks;    /* lone CR, NEL, LS or PS: line breaks to YAML 1.1, not to editors */
    bool template_text; /* "{{" occurs: Helm, Go templates, OpenShift's are "${" and stay legal YAML
                         */
    uint32_t tag_directives;
};

struct documents {
    struct document *items;
    size_t count;
    struct document_form form;
};

/*
 * Parses a file. -1 with err's place ("path:line:column"), message and hint when it is no YAML, is
 * UTF-16, holds NUL, names an unknown anchor, or passes a maximum. `path` is used for the place,
 * and its ".json" for form.json. `bytes` need not outlive the call. On failure out->form is still
 * filled in, nothing else. A file of blanks and comments has no documents.
 */
MUST_USE int document_parse(struct arena *scratch, const char *path, const char *bytes,
                            size_t length, struct documents *out, struct err *err);

/* The first value behind a key of a map, merges (<<) not looked into; NULL when there is none or
 * node is no map (NULL included). */
struct node *node_find(const struct node *map, const char *key);
/* The item of a list, from 0; NULL when there is none. */
struct node *node_item(const struct node *list, size_t index);
/* The text of a scalar that is not null and holds no NUL; NULL otherwise. */
const char *node_text(const struct node *node);
/* The second use of a key in this map, or NULL. YAML forbids it and no parser tells. */
const struct node *node_duplicate_key(const struct node *map);
/* Deep equality of values: kinds and decoded texts (null differs from "null"); place and style
 * apart. */
bool node_equal(const struct node *a, const struct node *b);

/*
 * The way from a document's root to a node: how edits, problems and reports name a place. Printed
 * as `spec.tags[2].from.name`, with keys that are no plain words as `["a.b/c"]`.
 */
struct step {
    const char *key; /* NULL: an index */
    size_t index;
};

struct node_path {
    size_t document; /* index of the document in its file, from 0 */
    const struct step *steps;
    size_t count;
};

/* The path of a node; in the arena, keys copied. A key has the path of its map. */
struct node_path node_path_of(struct arena *arena, size_t document, const struct node *node);
/* The node at a path, or NULL. An alias on the way gives the alias node itself. */
struct node *node_at(const struct documents *documents, struct node_path path);
/* A path one step longer, in the arena; the key is borrowed: most are constants. */
struct node_path node_path_key(struct arena *arena, struct node_path path, const char *key);
struct node_path node_path_item(struct arena *arena, struct node_path path, size_t index);
/* "." for a root. */
const char *node_path_print(struct arena *arena, struct node_path path);
