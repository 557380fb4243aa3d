// SPDX-License-Identifier: Apache-2.0
/*
 * Converts plain parts to bytes, which are kept between runs of the program. Most files of a
 * repository declare nothing that weir uses: Services, ConfigMaps, output of other tools. The
 * identities of these files are kept, with their namespaces; the next run neither reads nor parses
 * such a file. Files that declare something, or have a problem, are decoded again in each run.
 *
 * The bytes name the build of the program that made them, and are valid only for that build. They
 * are made only from files whose identity is a Git object id, not from files of a work tree.
 */
#pragma once

#include "manifests/declared/parts.h"

enum { PARTS_KEPT_MAX = 128 << 20 /* bytes */ };

/* Adds the parts in these bytes to `parts`, which the caller has just opened. Returns false, and
 * adds nothing, if the bytes are damaged or made by another build. */
bool parts_recall(struct parts *parts, const char *build, const char *bytes, size_t length);

/* Appends the plain parts that the last declared_make used, for parts_recall. Returns false, and
 * appends nothing, if they are exactly the recalled parts, or if `out` has no room for them. */
bool parts_keep(const struct parts *parts, const char *build, struct text *out);
