// SPDX-License-Identifier: Apache-2.0
/*
 * Makes the declarations of a repository from a source. Equal input gives equal output, always in
 * the same order.
 */
#pragma once

#include "manifests/declared/declared.h"
#include "manifests/declared/parts.h"

/*
 * Reads the files that weir.yaml selects and links their objects. The result lives in `run` and in
 * `parts`: it is valid until the next declared_make with the same parts. A file that cannot be read
 * is a problem, not a failure.
 */
void declared_make(struct arena *run, const struct source *source, struct parts *parts,
                   struct declared *out);

/* Reads weir.yaml and finds the files that its `paths` and `ignore` select; without these fields,
 * all files. Sets *out to the indexes of these files, in the arena, and returns their number. A
 * caller can fetch these files together before it calls declared_make, which also reads weir.yaml
 * and weir.freeze. */
size_t declared_needs(struct arena *arena, const struct source *source, size_t **out);
