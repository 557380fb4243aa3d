// SPDX-License-Identifier: Apache-2.0
/* Proves that the result of the edits differs from the original only as intended. */
#pragma once

#include "manifests/edit/editing.h"

/*
 * Applies the edits to the original tree and compares it with the tree of the result, and the
 * comments of both. True if they agree; else *code and *detail are the reason. The original tree
 * must not be used afterwards, and the splices must be sorted.
 */
bool proof_holds(struct editing *e, const char *result, size_t length, enum edit_refusal_code *code,
                 const char **detail);
