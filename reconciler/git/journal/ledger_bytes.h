// SPDX-License-Identifier: Apache-2.0
/* Converts the proved tags of a ledger to bytes and back, without a decoder of JSON: the bytes are
 * read in each run. They have this machine's byte order, and never leave it. */
#pragma once

#include "reconciler/git/journal/ledger.h"

/* Appends the tags that have no trouble, with their recent records. Returns false if they do not
 * fit. build: the name of the program's build, for which alone the bytes are valid. */
MUST_USE bool ledger_bytes_print(const struct ledger *ledger, const char *build, struct text *out);
/* Adds the tags in these bytes to the ledger, which is empty. Texts of the records stay in the
 * bytes, everything else is in the arena, except for the list of tags. Returns false if the bytes
 * are damaged or made by another build. */
MUST_USE bool ledger_bytes_read(struct arena *arena, const char *build, const char *bytes,
                                size_t length, struct ledger *out);
