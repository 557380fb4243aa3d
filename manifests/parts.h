// SPDX-License-Identifier: Apache-2.0
/* Parts by the identity of their bytes; the insides of `struct parts` of declared.h. */
#pragma once

#include "manifests/declared.h"
#include "manifests/part.h"

/* Begins a run: parts of unknown identity made in the run before are dropped. */
void parts_begin(struct parts *parts);
/* The part of these bytes when it is known; counts as reused. */
struct part *parts_find(struct parts *parts, const struct source_id *id);
/* A new empty part, kept under its identity unless that is unknown; counts as decoded. */
struct part *parts_add(struct parts *parts, const struct source_id *id);
/* The same for a part that was decoded in an earlier run of the program: it counts as neither. NULL
 * when there is one already, or the identity is unknown. */
struct part *parts_put(struct parts *parts, const struct source_id *id);
/* For what parts_put's parts point to: it lives as long as `parts`. */
struct arena *parts_arena(struct parts *parts);
/* How many parts_put were made. */
size_t parts_recalled(const struct parts *parts);
/* The parts of known identity that are there, each once, from *at = 0 on; then NULL. */
const struct part *parts_next(const struct parts *parts, size_t *at);
/* Ends a run: parts that it did not use are dropped. */
void parts_sweep(struct parts *parts);
