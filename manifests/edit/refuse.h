// SPDX-License-Identifier: Apache-2.0
/* How edits are refused, and checks that refuse. */
#pragma once

#include "manifests/edit/editing.h"

/* Marks the edit as refused at the node's place; node and detail may be NULL. Returns false. */
PRINTF_LIKE(5, 6)
bool edit_refuse(struct editing *e, size_t edit, enum edit_refusal_code code,
                 const struct node *node, const char *detail, ...);
/* Refuses the edit for an alias on its path. Returns false. */
bool edit_refuse_alias(struct editing *e, size_t edit, const struct node *alias);

/* Each of these three returns true when it refuses the edit. The first: for a key that the map has
 * twice. */
bool edit_refuse_if_duplicate(struct editing *e, size_t edit, const struct node *map);
/* For an anchor with aliases, on the edit's node or on a node around it. */
bool edit_refuse_if_shared(struct editing *e, size_t edit);
/* For an anchor with aliases, inside a node or in its key. */
bool edit_refuse_if_used(struct editing *e, size_t edit, const struct node *node);
