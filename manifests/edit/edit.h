// SPDX-License-Identifier: Apache-2.0
/*
 * Edits a file so that only the intended bytes change. New bytes are spliced in, then the result is
 * parsed and compared, node by node, with the tree that the edits should give. The comments are
 * compared too: each one must still be there and belong to the same key or item. An edit that fails
 * this proof is refused with a reason. A tree is never serialized.
 *
 * New entries have the indentation and line breaks that the file uses. In brackets they also have
 * the quotes and spaces of the last entry there. A file without a final line break stays without
 * one, unless the line break would be part of a block scalar.
 *
 * manifests/yaml/comment.h has the rule by which a comment belongs to a key or item. A new entry
 * comes after the comments that belong to the entries before it, and before the comments at its own
 * column, which belong to its map or list. So the insertion of an entry and its removal give the
 * bytes from before.
 */
#pragma once

#include "manifests/base/words.h"
#include "manifests/edit/value.h"
#include "manifests/yaml/document.h"

enum edit_kind {
    EDIT_REPLACE, /* gives the scalar at path a new text; keeps its style where that is safe */
    /*
     * Adds the key value.key at the end of the map at path. Null becomes a map. If the map's last
     * value is a block scalar, not stripped ("|-"), at the end of a file without a final line
     * break, the new key is put before the last key: a line after the scalar would change it.
     */
    EDIT_INSERT,
    EDIT_APPEND, /* adds an item at the end of the list at path; null becomes a list */
    /*
     * Removes the key at path and its value, or the item of a list. In block style whole lines are
     * removed, with the comments that belong to the entry. Of these, comment lines above the key or
     * dash may be a heading of several entries. They are removed only if a comment at their column
     * follows the entry, or, unless the entry is the first of its map or list, a blank line or the
     * end of that map or list. All other comments stay. If all entries are removed, `{}` or `[]`
     * remains; see `prune`. The root of a YAML document can't lose all its entries.
     */
    EDIT_REMOVE,
    /*
     * Gives the text at path a new text, and changes only the lines of a block scalar, or the
     * characters of a scalar in quotes, that differ. Both texts end with a line break, or neither.
     */
    EDIT_REWRITE,
};

struct edit {
    enum edit_kind kind;
    struct node_path path;
    /*
     * EDIT_REPLACE, EDIT_REMOVE: the text that the value must have now; NULL allows every value. A
     * YAML null never matches. A replacement is not checked if the new text is there already.
     */
    const char *expected;
    /* EDIT_REPLACE, EDIT_REWRITE: a NODE_SCALAR; EDIT_REMOVE: NULL */
    const struct value *value;
    /* EDIT_REMOVE: if the map or list that contains the entry becomes empty, is a key's value and
     * has no comments of its own, removes that map or list with its key instead; the next outer map
     * remains. */
    bool prune;
    /*
     * Not 0: the scalar at `path` is a text that contains YAML or JSON, such as an inline patch or
     * `values: |`. The edit is made inside the text, at the path inner[0]; its `document` counts
     * the documents of the text. A second path, into a text inside the text, is refused
     * (EDIT_REFUSED_NESTED). The text must be a block scalar, or be in quotes on one line; a folded
     * one (">") must have a line for each line of the text.
     */
    size_t inner_count;
    const struct node_path *inner;
};

/* code, word, sentence. The word appears in reports, the docs and golden files. */
#define EDIT_REFUSALS(X)                                                                           \
    X(EDIT_REFUSED_MISSING, "missing", "there is no such place in the file")                       \
    X(EDIT_REFUSED_CHANGED, "changed",                                                             \
      "the value changed after the plan was made, or another edit changes it")                     \
    X(EDIT_REFUSED_NOT_SCALAR, "not-scalar", "the value is a map or a list")                       \
    X(EDIT_REFUSED_NOT_MAP, "not-map", "there is no map at this place to add a key to")            \
    X(EDIT_REFUSED_NOT_LIST, "not-list", "there is no list at this place to add an item to")       \
    X(EDIT_REFUSED_EXISTS, "exists", "the key already exists, or another edit adds it")            \
    X(EDIT_REFUSED_ALIAS, "alias",                                                                 \
      "a YAML alias is used here; editing its anchor would change every use")                      \
    X(EDIT_REFUSED_ANCHOR, "anchor",                                                               \
      "a YAML anchor at, above or below this place has aliases, which would change too")           \
    X(EDIT_REFUSED_MERGE, "merge",                                                                 \
      "the key comes from a YAML merge (<<), overrides such a key, or is part of the merge")       \
    X(EDIT_REFUSED_DUPLICATE_KEY, "duplicate-key",                                                 \
      "a key on the way to this place is twice in its map")                                        \
    X(EDIT_REFUSED_TAGGED, "tagged", "the value has a YAML tag other than !!str, !!map or !!seq")  \
    X(EDIT_REFUSED_TEMPLATE, "template", "the value contains template text ({{ }}, ${ }, $( ))")   \
    X(EDIT_REFUSED_BLOCK_STYLE, "block-style",                                                     \
      "the new value can't be written into this block scalar")                                     \
    X(EDIT_REFUSED_TEXT_STYLE, "text-style",                                                       \
      "the text is folded, plain, or in quotes on several lines, and can't be edited inside")      \
    X(EDIT_REFUSED_NESTED, "nested", "the place is in a text inside a text")                       \
    X(EDIT_REFUSED_ENCODING, "encoding",                                                           \
      "the file's encoding, its line breaks or the new text do not allow this edit")               \
    X(EDIT_REFUSED_POSITION, "position", "this edit is not safe at this place")                    \
    X(EDIT_REFUSED_COMMENT, "comment", "a comment is in the way")                                  \
    X(EDIT_REFUSED_OWNER, "comment-owner",                                                         \
      "a comment would be lost, or would belong to another key or item")                           \
    X(EDIT_REFUSED_LIMIT, "limit", "the file is too large, or would become too large")             \
    X(EDIT_REFUSED_PARSE, "parse", "the file can't be parsed")                                     \
    X(EDIT_REFUSED_PROOF, "proof", "the edited file would not be as intended")

enum edit_refusal_code { EDIT_REFUSALS(WORDS_CODE) EDIT_REFUSAL_COUNT };

const char *edit_refusal_word(enum edit_refusal_code code);
const char *edit_refusal_sentence(enum edit_refusal_code code);

struct edit_refusal {
    size_t edit; /* index of the edit */
    enum edit_refusal_code code;
    unsigned line, column; /* place of the refusal, from 1; 0 if unknown */
    const char *detail; /* more about the reason, in the arena; NULL if there is nothing to add */
};

struct edit_result {
    /* The new content, in the arena; NULL if nothing changed or an edit was refused. */
    char *bytes;
    size_t length;
    struct edit_refusal *refusals; /* all of them, in the order of the edits */
    size_t refusal_count;
    /*
     * Number of edits that change something; 0 if an edit was refused. A replacement by the current
     * value changes nothing, even if the value has an anchor or is template text; a number or
     * `true` without quotes is not the same value as the text with these letters. Inserting a key
     * that already has the value changes nothing either.
     */
    size_t changed;
};

/*
 * Applies all edits to one file, or none. If any is refused, bytes is NULL and the refusals give
 * the reasons; the caller may drop those edits and call again.
 *
 * Paths are those of the file before the edits. Several edits may change one map or list; new
 * entries there are in the order of the edits. `path` is used for messages; a path that ends with
 * ".json" marks a JSON file. A JSON file that is not valid is refused (EDIT_REFUSED_PARSE). An
 * anchor that no alias uses does not matter.
 */
void edit_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                const struct edit *edits, size_t count, struct edit_result *result);
