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
/* Ends a run: parts that it did not use are dropped. */
void parts_sweep(struct parts *parts);
