// SPDX-License-Identifier: Apache-2.0
/*
 * Edits of a file that change nothing but what is meant: bytes are spliced, then the result is
 * parsed again and compared with the original tree node by node. An edit that can't be proved is
 * refused by name; nothing is ever re-serialised.
 *
 * Rules, traps and their measurements: the numbered list "Edit rules" that this file's tests
 * repeat; the reasons for the refusals stand in the table below.
 */
#pragma once

#include "manifests/edit/value.h"
#include "manifests/yaml/document.h"

enum edit_kind {
    EDIT_REPLACE, /* the scalar at path gets new text; its style is kept where that is safe */
    /*
     * The map at path gets a new last key: value.key. Null becomes a map. (Before the last key when
     * a block scalar without a final line break ends the file: nothing may follow that.)
     */
    EDIT_INSERT,
    EDIT_APPEND, /* the list at path gets a new last item; null becomes a list */
    /*
     * The key at path goes, and its value; or the item of a list. In block style its lines go
     * whole: with the comment behind the value, and with comments inside the value. Comment lines
     * above the key or dash go only when they are clearly its own: right above it, at its column,
     * the entry being neither the first of its map or list nor followed by another one on the next
     * line. All other comments stay. The last entry leaves `{}` or `[]`, and no comments inside it;
     * see `prune`.
     */
    EDIT_REMOVE,
};

struct edit {
    enum edit_kind kind;
    struct node_path path;
    /*
     * EDIT_REPLACE: the text that must stand there now, if not the new one already; EDIT_REMOVE:
     * the text that must stand there. NULL: any, null included (which equals no text).
     */
    const char *expected;
    const struct value *value; /* EDIT_REPLACE takes a NODE_SCALAR, EDIT_REMOVE none */
    /* EDIT_REMOVE: a map or list that loses its last entry goes too, with its own key; what holds
     * it stays. */
    bool prune;
};

/* code word, sentence. The word is what reports, the docs and golden files show. */
#define EDIT_REFUSALS(X)                                                                           \
    X(MISSING, "missing", "there is no such place in the file")                                    \
    X(CHANGED, "changed", "the value changed after the plan was made")                             \
    X(NOT_SCALAR, "not-scalar", "the value is a map or a list")                                    \
    X(NOT_MAP, "not-map", "there is no map at this place to add a key to")                         \
    X(NOT_LIST, "not-list", "there is no list at this place to add an item to")                    \
    X(EXISTS, "exists", "the key already exists")                                                  \
    X(ALIAS, "alias", "the value is a YAML alias; editing its anchor would change every use")      \
    X(ANCHOR, "anchor", "the value has a YAML anchor; every alias of it would change too")         \
    X(MERGE, "merge", "the key comes from a YAML merge (<<), or overrides one that does")          \
    X(DUPLICATE_KEY, "duplicate-key", "a map above this place has the same key twice")             \
    X(TAGGED, "tagged", "the value has a YAML tag other than !!str")                               \
    X(TEMPLATE, "template", "the value holds template text ({{ }}, ${ }, $( ))")                   \
    X(BLOCK_STYLE, "block-style", "the block scalar's style can't hold the new value")             \
    X(ENCODING, "encoding", "the file's encoding or line breaks do not allow this edit")           \
    X(POSITION, "position", "nothing can be safely inserted or removed here")                      \
    X(COMMENT, "comment", "a comment is in the way")                                               \
    X(LIMIT, "limit", "the file would exceed a limit")                                             \
    X(PARSE, "parse", "the file can't be parsed")                                                  \
    X(PROOF, "proof", "the edited file would differ in more than the intended value")

enum edit_refusal_code {
#define X(name, word, sentence) EDIT_REFUSED_##name,
    EDIT_REFUSALS(X)
#undef X
};

const char *edit_refusal_word(enum edit_refusal_code code);
const char *edit_refusal_sentence(enum edit_refusal_code code);

struct edit_refusal {
    size_t edit; /* index into the edits given */
    enum edit_refusal_code code;
    unsigned line, column; /* where, from 1; 0 when unknown */
    const char *detail;    /* more than the sentence says, or NULL; in the arena */
};

struct edit_result {
    char *
        bytes; /* the new content, in the arena; NULL when nothing changed or an edit was refused */
    size_t length;
    struct edit_refusal *refusals; /* in the order of the edits; all of them, not the first only */
    size_t refusal_count;
    /*
     * Edits that change something. One to the present value changes nothing, be it behind an anchor
     * or in a template; the same text as a bare number or word is another value. An insertion of
     * what is there already changes nothing either.
     */
    size_t changed;
};

/*
 * Applies all edits to one file, or none: when any is refused, bytes is NULL and the refusals say
 * why; the caller drops those edits and calls again. Paths mean the file as given. Several edits
 * may touch one map or list; insertions there come in the order of the edits. path is for
 * messages, and its ".json" means JSON: what is no JSON in spite of that is refused (PARSE). An
 * anchor that no alias uses is no obstacle.
 */
void edit_apply(struct arena *arena, const char *path, const char *bytes, size_t length,
                const struct edit *edits, size_t count, struct edit_result *result);
