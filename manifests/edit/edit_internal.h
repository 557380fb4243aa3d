// SPDX-License-Identifier: Apache-2.0
/* How the files of edit_* share one file's edits while they are made; nobody else includes it. */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/text.h"
#include "manifests/edit/edit.h"

/* The bytes [start, end) give way to text. */
struct splice {
    size_t start, end;
    const char *text;
    size_t length;
    unsigned depth; /* of the node: at one place the deeper one's text comes first */
    bool closing;   /* behind the others of the same place and depth */
};

enum target_state { TARGET_CHANGES, TARGET_SAME, TARGET_REFUSED };

/* What became of one edit. */
struct target {
    struct node *node;
    enum target_state state;
    bool before_last; /* the new key stands before the last one, not behind it */
    bool first;       /* of all edits that add to this node */
    struct edit_refusal refusal;
};

/* An entry of a map or list that goes. */
struct removal {
    struct node *entry; /* the value or item; its key goes too */
    size_t edit;        /* the first that wants it */
};

struct editing {
    struct arena *arena, *scratch; /* of the result; of everything else */
    const char *path, *bytes;
    size_t length;
    struct documents documents;
    const struct edit *edits;
    struct target *targets;
    size_t count;
    LIST_OF(struct splice) splices;
    LIST_OF(struct removal) removals;
    unsigned step;        /* columns that a map stands further right than the map around it */
    unsigned list_offset; /* columns that a list stands further right than its key */
};

/* Marks the edit as refused with the node's place; detail may be NULL. Returns false. */
PRINTF_LIKE(5, 6)

bool edit_refuse(struct editing *e, size_t edit, enum edit_refusal_code code,
                 const struct node *node, const char *detail, ...);
/* Adds a splice whose text is copied. */
void edit_splice(struct editing *e, size_t start, size_t end, const struct text *text,
                 unsigned depth, bool closing);
/* The last child of a map or list that has one. */
NEVER_NULL const struct node *edit_last_child(const struct node *node);
unsigned edit_depth(const struct node *node);
/* Whether the node or one around it is written in brackets. */
bool edit_in_flow(const struct node *node);
bool edit_has_template(const char *text, size_t length);
/* Whether template text stands where the node does. */
bool edit_is_template(const struct editing *e, const struct node *node);

/* edit_resolve.c */
/* Follows the edit's path; its target's node is the end. False when refused. */
bool edit_resolve(struct editing *e, size_t edit);
/* Whether a merge (<<) on the map brings the key in. */
bool edit_from_merge(const struct node *map, const char *key);
/* Always false. */
bool edit_refuse_alias(struct editing *e, size_t edit, const struct node *alias);
/* True when refused: for a key that the map has twice; for an anchor on the way that aliases use.
 */
bool edit_refuse_duplicate(struct editing *e, size_t edit, const struct node *node);
bool edit_refuse_shared(struct editing *e, size_t edit);
/* True when refused: for an anchor in a node, its key included, that aliases use. */
bool edit_refuse_used(struct editing *e, size_t edit, const struct node *node);
/* Sets step and list_offset: what the file's block maps and lists do most often. */
void edit_learn_habits(struct editing *e);

/* edit_scalar.c */
/* Valid UTF-8 of characters that YAML can hold, escaped or not. */
bool scalar_valid(const char *text);
/* Whether YAML 1.1 or 1.2 reads the plain text as another type than a string. */
bool scalar_is_typed(const char *text);
/* Plain where that is safe, else double-quoted; always_quote for JSON. */
void scalar_write(struct text *out, const char *text, bool flow, bool always_quote);
/* A scalar value: a literal as it stands, a text as scalar_write has it. */
void scalar_put(struct text *out, const struct value *value, bool flow, bool always_quote);
/* Splices the new text of a scalar; false when refused. */
bool scalar_replace(struct editing *e, size_t edit);

/* edit_block.c */
/* Where whole lines go in behind a value. */
struct line_gap {
    size_t at;
    const char *eol;
    bool open_end; /* the file ends there without a line break */
};
/* Behind the line that holds the byte before `end`; false when more than a comment follows there.
 */
bool block_find_gap(const struct editing *e, size_t end, struct line_gap *gap);
/* The place behind a value; *traps when what follows would change that value. */
bool block_gap_behind(const struct editing *e, const struct node *node, struct line_gap *gap,
                      bool *traps);
size_t block_line_start(const struct editing *e, size_t at);
/* Spaces and dashes alone before the first key or dash: its column can be trusted. */
bool block_stands_clear(const struct editing *e, const struct node *node);
/* A key written with "? ", or one that is no scalar. */
bool block_complex_key(const struct editing *e, const struct node *key);
bool block_insert(struct editing *e, size_t edit);
/* A map or list in place of null or an empty pair of brackets. */
bool block_fill(struct editing *e, size_t edit);

/* edit_flow.c */
bool flow_insert(struct editing *e, size_t edit);
/* As block_fill, in brackets. */
bool flow_fill(struct editing *e, size_t edit);
bool flow_remove(struct editing *e, const struct removal *removal);

/* edit_remove.c */
/* Whether the edit's entry may go; false when refused. */
bool remove_check(struct editing *e, size_t edit);
/* Splices all removals, once every edit was checked. */
void remove_all(struct editing *e);
bool remove_has(const struct editing *e, const struct node *entry);
/* Every entry of the map or list goes, and none is added. */
bool remove_empties(const struct editing *e, const struct node *map);

/* edit_proof.c */
/*
 * Applies the edits to the tree of the original and compares it with that of the result. True when
 * they agree; else *detail says where they do not. The original tree is spent afterwards.
 */
bool edit_proof(struct editing *e, const char *result, size_t length, const char **detail);
bool edit_is_json(const char *bytes, size_t length);
bool value_equals(const struct value *value, const struct node *node);
