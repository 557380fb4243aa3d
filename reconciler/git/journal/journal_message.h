// SPDX-License-Identifier: Apache-2.0
/* The message of a commit of the journal. */
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/arena.h"

/* Returns a subject and a line for each record, in the arena. */
const char *journal_message(struct arena *arena, const struct due *due, size_t count);
