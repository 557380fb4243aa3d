// SPDX-License-Identifier: Apache-2.0
/* Proves that the result of the edits differs from the original only as intended. */
#pragma once

#include "manifests/edit/editing.h"

/*
 * Applies the edits to the original tree and compares it with the tree of the result. True if they
 * agree; else *detail is the reason. The original tree must not be used afterwards.
 */
bool proof_holds(struct editing *e, const char *result, size_t length, const char **detail);
