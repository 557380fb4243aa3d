// SPDX-License-Identifier: Apache-2.0
/* Defines the values that edits write: scalars, maps and lists. */
#pragma once

#include "manifests/yaml/node.h"

/* Keys and texts are plain strings; they are quoted as needed. */
struct value {
    enum node_kind kind; /* never NODE_ALIAS */
    const char *key;     /* inside a map only */
    const char *text;    /* NODE_SCALAR only */
    bool literal;        /* write the text as it is: true, false, a number */
    const struct value *children;
    size_t count;
};

/* True if every text, and every key of a map, can be written as YAML. With `keyed`, the value's own
 * key is checked too. */
bool value_valid(const struct value *value, bool keyed);
/* True if the node has this value already. */
bool value_equals(const struct value *value, const struct node *node);
