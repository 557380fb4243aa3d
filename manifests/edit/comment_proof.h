// SPDX-License-Identifier: Apache-2.0
/* Proves that no comment is lost, doubled, or given to another key or item. */
#pragma once

#include "manifests/edit/editing.h"

/*
 * Compares the comments of the original and of the result. The original tree must have been changed
 * to the tree that the result should have, and `got` must equal it. True if every comment is in the
 * result with the same text and belongs to the same node. A comment of a removed entry may be gone;
 * if it was directly above the entry it may belong to the next entry instead, or to the map or list
 * around. Otherwise *detail is the reason, in the arena of the result.
 */
bool comment_proof_holds(struct editing *e, const struct documents *got, const char *result,
                         size_t length, const char **detail);
