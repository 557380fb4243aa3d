// SPDX-License-Identifier: Apache-2.0
/*
 * The laws of aliases:
 *
 *   - an alias gives no image that it denies, and while it is held, no other image than before
 *   - an alias is recorded as pinned while it follows a tag; an alias that a person froze is
 *     recorded as rolled back, or as held
 *   - the record of an alias that a person pointed elsewhere or froze names this person
 */
#pragma once

#include "tests/explore/run.h"

/* Judges the row and the records of the alias. Returns false, with a line in the world's complaint,
 * if a law is broken. */
bool laws_alias(const struct run *run, int place);
