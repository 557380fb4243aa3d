// SPDX-License-Identifier: Apache-2.0
/*
 * Edits of a file that change only the intended bytes. The bytes are spliced, then the result is
 * parsed again and compared with the original tree node by node. An edit that cannot be proved is
 * refused with a reason. Nothing is ever serialized again.
 *
 * Text, quotes, indentation and line breaks of new entries follow the file's own.
 */
#pragma once

#include "manifests/base/words.h"
#include "manifests/edit/value.h"
#include "manifests/yaml/document.h"

enum edit_kind {
    EDIT_REPLACE, /* gives the scalar at path new text; its style is kept where that is safe */
    /*
     * Adds a last key to the map at path: value.key. Null becomes a map. The key comes before the
     * last one when a block scalar without a final line break ends the file, because nothing may
     * follow that.
     */
    EDIT_INSERT,
    EDIT_APPEND, /* adds a last item to the list at path; null becomes a list */
    /*
     * Removes the key at path and its value, or the item of a list. In block style whole lines are
     * removed, with the comment after the value and with comments inside the value. Comment lines
     * above the key or dash are removed only when they clearly belong to it: they are directly
     * above it at its column, and the entry is neither the first of its map or list nor followed by
     * another one on the next line. All other comments stay. Removing the last entry leaves `{}` or
     * `[]`, and no comments inside it; see `prune`.
     */
    EDIT_REMOVE,
};

struct edit {
    enum edit_kind kind;
    struct node_path path;
    /*
     * The text that must be there now: for EDIT_REPLACE unless the new one is there already, and
     * for EDIT_REMOVE. NULL: any text, and null too. Null is never equal to a text.
     */
    const char *expected;
    const struct value *value; /* EDIT_REPLACE: a NODE_SCALAR; EDIT_REMOVE: NULL */
    /* EDIT_REMOVE: also remove a map or list that loses its last entry, with its own key; the map
     * around it stays. */
    bool prune;
};

/* code, word, sentence. The word appears in reports, the docs and golden files. */
#define EDIT_REFUSALS(X)                                                                           \
    X(EDIT_REFUSED_MISSING, "missing", "there is no such place in the file")                       \
    X(EDIT_REFUSED_CHANGED, "changed", "the value changed after the plan was made")                \
    X(EDIT_REFUSED_NOT_SCALAR, "not-scalar", "the value is a map or a list")                       \
    X(EDIT_REFUSED_NOT_MAP, "not-map", "there is no map at this place to add a key to")            \
    X(EDIT_REFUSED_NOT_LIST, "not-list", "there is no list at this place to add an item to")       \
    X(EDIT_REFUSED_EXISTS, "exists", "the key already exists")                                     \
    X(EDIT_REFUSED_ALIAS, "alias",                                                                 \
      "the value is a YAML alias; editing its anchor would change every use")                      \
    X(EDIT_REFUSED_ANCHOR, "anchor",                                                               \
      "the value has a YAML anchor; every alias of it would change too")                           \
    X(EDIT_REFUSED_MERGE, "merge",                                                                 \
      "the key comes from a YAML merge (<<), or overrides one that does")                          \
    X(EDIT_REFUSED_DUPLICATE_KEY, "duplicate-key",                                                 \
      "a map above this place has the same key twice")                                             \
    X(EDIT_REFUSED_TAGGED, "tagged", "the value has a YAML tag other than !!str")                  \
    X(EDIT_REFUSED_TEMPLATE, "template", "the value holds template text ({{ }}, ${ }, $( ))")      \
    X(EDIT_REFUSED_BLOCK_STYLE, "block-style",                                                     \
      "the block scalar's style can't hold the new value")                                         \
    X(EDIT_REFUSED_ENCODING, "encoding",                                                           \
      "the file's encoding or line breaks do not allow this edit")                                 \
    X(EDIT_REFUSED_POSITION, "position", "nothing can be safely inserted or removed here")         \
    X(EDIT_REFUSED_COMMENT, "comment", "a comment is in the way")                                  \
    X(EDIT_REFUSED_LIMIT, "limit", "the file would exceed a limit")                                \
    X(EDIT_REFUSED_PARSE, "parse", "the file can't be parsed")                                     \
    X(EDIT_REFUSED_PROOF, "proof", "the edited file would differ in more than the intended value")

enum edit_refusal_code { EDIT_REFUSALS(WORDS_CODE) EDIT_REFUSAL_COUNT };

const char *edit_refusal_word(enum edit_refusal_code code);
const char *edit_refusal_sentence(enum edit_refusal_code code);

struct edit_refusal {
    size_t edit; /* index into the edits given */
    enum edit_refusal_code code;
    unsigned line, column; /* of the place, from 1; 0 when unknown */
    const char *detail;    /* adds to the sentence, or NULL; in the arena */
};

struct edit_result {
    /* The new content, in the arena; NULL when nothing changed or an edit was refused. */
    char *bytes;
    size_t length;
    struct edit_refusal *refusals; /* all of them, in the order of the edits */
    size_t refusal_count;
    /*
     * Number of edits that change something. An edit to the current value changes nothing, even
     * if the value has an anchor or is template text. The same text as a bare number or word is
     * another value. Inserting a key that has the value already changes nothing either.
     */
    size_t changed;
};

/*
 * Applies all edits to one file, or none. When any is refused, bytes is NULL and the refusals give
 * the reasons; the caller drops those edits and calls again.
 *
 * Paths are those of the file before the edits. Several edits may change one map or list; new
 * entries there are in the order of the edits. `path` is for messages, and ".json" at its end means
 * JSON: a file of that name that is not valid JSON is refused (PARSE). An anchor that no alias uses
 * does not matter.
 */
void edit_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                const struct edit *edits, size_t count, struct edit_result *result);
