// SPDX-License-Identifier: Apache-2.0
/* Defines the state of one file's edits, which the files of this folder share. */
#pragma once

#include <stdint.h>

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/edit/edit.h"
#include "manifests/yaml/comment.h"

/* Replaces the bytes [start, end) with text. */
struct splice {
    size_t start, end;
    const char *text;
    size_t length;
    unsigned depth; /* depth of the edited node: at one place, the deeper node's text comes first */
    bool closing;   /* the text comes after other texts of the same place and depth */
};

enum target_state { TARGET_CHANGES, TARGET_SAME, TARGET_REFUSED };

#define EDIT_NONE SIZE_MAX

/* The node of one edit, and the outcome. */
struct target {
    struct node *node;
    enum target_state state;
    size_t earlier;   /* the edit before this one that has the same node; EDIT_NONE: none */
    bool before_last; /* the new key is inserted before the map's last key, not after it */
    bool first;       /* this is the first of the edits that add to the node */
    struct edit_refusal refusal;
};

/* An entry to remove from its map or list. */
struct removal {
    struct node *entry; /* the value or item; its key is removed too */
    size_t edit;        /* the first edit that removes it */
};

struct editing {
    struct arena *arena, *scratch; /* arena: for the result; scratch: for everything else */
    const char *path, *bytes;
    size_t length;
    struct documents documents;
    struct comments comments;
    const struct edit *edits;
    struct target *targets;
    size_t count;
    LIST_OF(struct splice) splices;
    LIST_OF(struct removal) removals;
    unsigned step;        /* columns by which a map is indented below its key */
    unsigned list_offset; /* columns by which a list is indented below its key */
};

/* Adds a splice; the text is copied. */
void edit_splice(struct editing *e, size_t start, size_t end, const struct text *text,
                 unsigned depth, bool closing);
/* Returns the last child of a map or list, which must not be empty. */
NEVER_NULL const struct node *edit_last_child(const struct node *node);
/* Returns the number of the node's ancestors. */
unsigned edit_depth(const struct node *node);
/* True if the node is `top`, or is inside it. */
bool edit_is_within(const struct node *node, const struct node *top);
/* True if the node or one of its ancestors is written in brackets. */
bool edit_in_flow(const struct node *node);
/* True if the text contains a bracket of a template: {{, }}, ${ or $(. */
bool edit_has_template(const char *text, size_t length);
/* True if the node is a scalar with template text, or a pair of brackets that begins with {{. */
bool edit_is_template(const struct editing *e, const struct node *node);
/* True if the entry is among the removals. */
bool edit_removes(const struct editing *e, const struct node *entry);
/* True if every entry of the map or list is removed and none is added. */
bool edit_empties(const struct editing *e, const struct node *map);
/* True if jansson accepts the bytes as JSON. */
bool edit_is_json(const char *bytes, size_t length);
