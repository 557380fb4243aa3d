// SPDX-License-Identifier: Apache-2.0
/* Proves that the result of the edits differs from the original only as intended. */
#pragma once

#include "manifests/edit/editing.h"

/*
 * Applies the edits to the original's tree and compares it with the result's tree. True when they
 * agree; else *detail says where they differ. The original's tree cannot be used afterwards.
 */
bool proof_holds(struct editing *e, const char *result, size_t length, const char **detail);
