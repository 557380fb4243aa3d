// SPDX-License-Identifier: Apache-2.0
/* Finds blobs that are the beginning of another blob, as the earlier versions of a journal file
 * are. In a joined pack only the longest of them is stored whole (pack_beginning.h), so a
 * repository does not grow with the square of its journal files. */
#pragma once

#include "reconciler/git/objects/pack_source.h"

/* Returns true if each beginning is one of a whole blob, after the function has found as many
 * beginnings as it can. Returns false if the pieces refer to a blob that is not among them. pieces:
 * sorted by id, each object once. */
MUST_USE bool pack_growth_find(pack_pieces *pieces);
/* Returns the index of the object with this id, which must be among the pieces. */
size_t pack_growth_index(const pack_pieces *pieces, const git_oid *id);
