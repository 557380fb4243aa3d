// SPDX-License-Identifier: Apache-2.0
/* Edits maps and lists in flow style, which is written in brackets. */
#pragma once

#include "manifests/edit/editing.h"

/* Adds a key or item to a map or list that is not empty. False if the edit is refused. */
bool flow_insert(struct editing *e, size_t edit);
/* Writes a map or list in place of null or an empty pair of brackets. False if the edit is refused.
 */
bool flow_fill(struct editing *e, size_t edit);
/* Removes an entry. False if its edit is refused. */
bool flow_remove(struct editing *e, const struct removal *removal);
