// SPDX-License-Identifier: Apache-2.0
/* Values that edits write: a scalar, a map or a list. */
#pragma once

#include "manifests/yaml/node.h"

/* Keys and texts are plain strings; they are quoted as needed. */
struct value {
    enum node_kind kind; /* never NODE_ALIAS */
    const char *key;     /* when inside a map */
    const char *text;    /* NODE_SCALAR */
    bool literal;        /* write the text as it is: true, false, a number */
    const struct value *children;
    size_t count;
};

/* True if every text, and every key of a map, can be written as YAML. `keyed`: the key counts too.
 */
bool value_valid(const struct value *value, bool keyed);
/* True if the node has this value already. */
bool value_equals(const struct value *value, const struct node *node);
