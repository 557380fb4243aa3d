// SPDX-License-Identifier: Apache-2.0
/* Maps and lists in flow style, written in brackets. */
#pragma once

#include "manifests/edit/editing.h"

/* Adds a key or item to a map or list that has some. False when refused. */
bool flow_insert(struct editing *e, size_t edit);
/* Writes a map or list in place of null or an empty pair of brackets. False when refused. */
bool flow_fill(struct editing *e, size_t edit);
/* Removes an entry. False when refused. */
bool flow_remove(struct editing *e, const struct removal *removal);
