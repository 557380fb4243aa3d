// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the few records of a tag that its standing depends on: those of its last image in the
 * repository and of its last image upstream, the record before each, and releases since. Most runs
 * need no others, however many years the tag has.
 */
#pragma once

#include "diff/journal/journal.h"

typedef LIST_OF(struct record) record_list;

/*
 * Lists deep copies, in the arena, of the records that journal_standing() looks at; with these
 * alone it returns the same standing. If more records follow later, the list of recent records of
 * this list and of those is the same as that of all records.
 */
void recent_records(struct arena *arena, const struct record *records, size_t count,
                    record_list *out);
