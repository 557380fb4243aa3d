// SPDX-License-Identifier: Apache-2.0
/* Keeps a file without a final line break as it is when its last lines are removed. */
#pragma once

#include "manifests/edit/editing.h"

/*
 * If removals reach the end of a file that has no final line break, removes the line break before
 * them too. Does nothing if that would change a block scalar there. Sorts the splices; the caller
 * must have made all of them.
 */
void open_end_keep(struct editing *e);
/* Compares two splices by their place, for sorting. */
int open_end_order(const void *a, const void *b);
