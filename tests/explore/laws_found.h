// SPDX-License-Identifier: Apache-2.0
/* The laws about the record of a move that a run finds: who made it, and what kind of move it is.
 */
#pragma once

#include "tests/explore/run.h"

/* Judges the record of an image that came to the branch before the run and was not recorded. */
bool laws_found(const struct run *run, int place, const struct record *record);
