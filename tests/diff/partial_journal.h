// SPDX-License-Identifier: Apache-2.0
/* A journal of which only the recent records are read at first, as reconciler/git reads it. A plan
 * that is made from it must be the same as one from the whole journal. */
#pragma once

#include "diff/base/journal_need.h"
#include "diff/journal/journal.h"

/* Returns a copy that has only the recent records of each tag. The texts are shared. */
struct journal partial_journal(struct arena *arena, const struct journal *whole);
/* Reads more of the journal, but as little as the needs allow. Returns false if that is all read.
 */
bool partial_journal_read(struct arena *arena, const struct journal *whole, struct journal *partial,
                          const journal_needs *needs);
