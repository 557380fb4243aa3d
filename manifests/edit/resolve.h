// SPDX-License-Identifier: Apache-2.0
/* Finds the node of an edit's path. */
#pragma once

#include "manifests/edit/editing.h"

/* Follows the edit's path and sets its target's node. False when the edit is refused. */
bool edit_resolve(struct editing *e, size_t edit);
/* True if a merge (<<) in the map provides the key. */
bool edit_from_merge(const struct node *map, const char *key);
