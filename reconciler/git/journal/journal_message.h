// SPDX-License-Identifier: Apache-2.0
/* Makes the message of a journal commit. */
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/arena.h"

/* Returns a subject and a line for each of the first 500 records, in the arena. */
const char *journal_message(struct arena *arena, const struct due *due, size_t count);
