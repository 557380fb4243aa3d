// SPDX-License-Identifier: Apache-2.0
/*
 * A node path leads from a document's root to a node. Edits, problems and reports name places with
 * it. It is printed as `spec.tags[2].from.name`; keys that are not plain words as `["a.b/c"]`.
 */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/yaml/node.h"

struct step {
    const char *key; /* NULL if the step is an index */
    size_t index;
};

struct node_path {
    size_t document; /* index of the document in its file, from 0 */
    const struct step *steps;
    size_t count;
};

/* Returns the path of a node, in the arena, with copies of its keys. A key has the path of its map.
 */
struct node_path node_path_of(struct arena *arena, size_t document, const struct node *node);
/* These two return a path that is one step longer, in the arena. The key is borrowed. */
struct node_path node_path_key(struct arena *arena, struct node_path path, const char *key);
struct node_path node_path_item(struct arena *arena, struct node_path path, size_t index);
/* Returns the printed path; "." for a root. */
const char *node_path_print(struct arena *arena, struct node_path path);
