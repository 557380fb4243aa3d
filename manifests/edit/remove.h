// SPDX-License-Identifier: Apache-2.0
/*
 * Carries out EDIT_REMOVE: removes keys and items. The entries of one map or list are removed
 * together, so the splices are made when all edits have been checked.
 */
#pragma once

#include "manifests/edit/editing.h"

/* Checks that the edit's entry may be removed. False if the edit is refused. */
bool remove_check(struct editing *e, size_t edit);
/* Makes the splices of all removals, or refuses them. The caller must have checked all edits. */
void remove_all(struct editing *e);
