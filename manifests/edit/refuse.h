// SPDX-License-Identifier: Apache-2.0
/* Refuses edits, and makes checks that can refuse an edit. */
#pragma once

#include "manifests/edit/editing.h"

/* Marks the edit as refused at the node's place; node and detail may be NULL. Returns false. */
PRINTF_LIKE(5, 6)
bool edit_refuse(struct editing *e, size_t edit, enum edit_refusal_code code,
                 const struct node *node, const char *detail, ...);
/* Refuses the edit because of an alias on its path. Returns false. */
bool edit_refuse_alias(struct editing *e, size_t edit, const struct node *alias);

/* Refuses the edit, and returns true, if the map has this key twice. */
bool edit_refuse_if_duplicate(struct editing *e, size_t edit, const struct node *map,
                              const char *key);
/* Refuses the edit, and returns true, if its node or an ancestor has an anchor with aliases. */
bool edit_refuse_if_shared(struct editing *e, size_t edit);
/* Refuses the edit, and returns true, if the node, its key or a node inside has an anchor with
 * aliases. */
bool edit_refuse_if_used(struct editing *e, size_t edit, const struct node *node);
