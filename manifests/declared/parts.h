// SPDX-License-Identifier: Apache-2.0
/*
 * Keeps parts, by the identity of their bytes, between runs of declared_make.
 *
 * Most files declare nothing that weir uses, so their parts are plain (part_plain), and many plain
 * parts are equal. Equal plain parts are replaced by one shared part. Each of their files then
 * needs an entry here, but no part of its own.
 */
#pragma once

#include "manifests/declared/part.h"

struct parts;
struct parts *parts_open(void);
/* Accepts NULL. */
void parts_close(struct parts *parts);
static inline void parts_cleanup(struct parts **parts)
{
    parts_close(*parts);
}
#define parts_scope CLEANUP(parts_cleanup)

struct parts_count {
    size_t decoded, reused; /* numbers of files in the last run */
};
struct parts_count parts_counted(const struct parts *parts);

/* Begins a run: frees the parts of unknown identity from the previous run. */
void parts_begin(struct parts *parts);
/* Returns the part with this identity and counts it as reused, or returns NULL. */
const struct part *parts_find(struct parts *parts, const struct source_id *id);
/* Takes ownership of a part made by part_make, and counts it as decoded. Returns the part to use
 * for these bytes: a shared part if `fresh` is plain, else `fresh`. If the identity is unknown, the
 * part is kept for this run only. */
const struct part *parts_add(struct parts *parts, const struct source_id *id, struct part *fresh);
/* Adds a copy of a plain part that an earlier run of the program decoded, without counting it. Does
 * nothing if there is a part with this identity, or if the identity is unknown. */
void parts_put(struct parts *parts, const struct source_id *id, const struct part *plain);
/* Returns how many parts parts_put has added. */
size_t parts_recalled(const struct parts *parts);
/* Ends a run: forgets the parts that the run did not use. */
void parts_sweep(struct parts *parts);

struct parts_entry {
    struct source_id id;
    const struct part *part;
    unsigned used; /* number of the last run that used the part */
    bool recalled; /* added by parts_put */
};

/* Returns the parts of known identity in the order in which they were added, and sets *count. */
const struct parts_entry *parts_entries(const struct parts *parts, size_t *count);
