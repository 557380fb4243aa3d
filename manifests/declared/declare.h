// SPDX-License-Identifier: Apache-2.0
/*
 * Makes the declarations of a repository from a source. Equal input gives equal output, always in
 * the same order.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "manifests/declared/parts.h"

/*
 * Reads and links everything. The result lives in `run` and in `parts`: it is valid until the next
 * declared_make with the same parts. A file that cannot be read is a problem, not a failure.
 */
void declared_make(struct arena *run, const struct source *source, struct parts *parts,
                   struct declared *out);

/* Sets *out to the indexes of the files that weir.yaml selects, in the arena, and returns their
 * number, so that a caller can fetch the files together before declared_make. Reads weir.yaml. */
size_t declared_needs(struct arena *arena, const struct source *source, size_t **out);
