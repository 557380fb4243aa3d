// SPDX-License-Identifier: Apache-2.0
/*
 * Parts by the identity of their bytes; the insides of `struct parts` of declared.h.
 *
 * Most files declare nothing (part_plain), and in the same words: such parts are made equal to one
 * that is shared, so that a file costs an entry here and no part of its own.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "manifests/declared/part.h"

/* Begins a run: parts of unknown identity made in the run before are dropped. */
void parts_begin(struct parts *parts);
/* The part of these bytes when it is known; counts as reused. */
const struct part *parts_find(struct parts *parts, const struct source_id *id);
/* Takes a part of part_make over and gives the one that stands for these bytes from now on, unless
 * their identity is unknown: then for this run. Counts as decoded. */
const struct part *parts_add(struct parts *parts, const struct source_id *id, struct part *fresh);
/* The same for a plain part that was decoded in an earlier run of the program: it is copied, and
 * counts as neither. Nothing is done when there is one already, or the identity is unknown. */
void parts_put(struct parts *parts, const struct source_id *id, const struct part *plain);
/* How many parts_put were made. */
size_t parts_recalled(const struct parts *parts);
/* Ends a run: parts that it did not use are dropped. */
void parts_sweep(struct parts *parts);

struct parts_entry {
    struct source_id id;
    const struct part *part;
    unsigned used; /* the number of the run that used it last */
    bool recalled; /* by parts_put */
};

/* The parts of known identity, in the order in which they came. */
const struct parts_entry *parts_entries(const struct parts *parts, size_t *count);
