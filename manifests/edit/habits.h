// SPDX-License-Identifier: Apache-2.0
/* Finds the indentation that a file uses. */
#pragma once

#include "manifests/edit/editing.h"

/* Sets step and list_offset to the values that the file's block maps and lists use most often; 2
 * and 0 if there are none. */
void habits_learn(struct editing *e);
