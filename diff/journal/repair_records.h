// SPDX-License-Identifier: Apache-2.0
/* Makes the records that repair a journal after a run with a clock that was ahead. */
#pragma once

#include "diff/base/row.h"
#include "diff/journal/journal.h"

/* The run that makes the repair. */
struct repair_run {
    moment now;
    const char *base; /* the branch's commit */
};

/* True if the tag has the image of its last move, and only records that are not believed say since
 * when. `digest` is the tag's current one, or NULL. */
bool repair_records_image(const struct standing *standing, const char *digest);
/*
 * Adds the records that are due for a row with REASON_REPAIRED: the tag's last move and the last
 * digest upstream again, with the right time, `rebuilt` and a reason that names the wrong time. No
 * line of the journal is changed. Nothing counts the time before the repair.
 */
void repair_records_add(struct arena *arena, const struct row *row, const struct tag_journal *tag,
                        const struct repair_run *run, due_list *out);
