// SPDX-License-Identifier: Apache-2.0
/* Applies a change. In a work tree or folder, writes each file in place, unless the file changed
 * meanwhile; in a work tree with the session's option `commit`, also commits the files. In a bare
 * repository or at a URL, makes one commit and adds the journal's records, unless a branch moved
 * meanwhile. */
#pragma once

#include "diff/base/intent.h"
#include "reconciler/sync.h"

/* Writes the cycle's change, and the records that the journal lacks, even if no file changes.
 * Writes no records in a work tree or folder, and nothing at all while the plan has unanswered
 * questions. RESULT_RACE means that the repository changed meanwhile: the caller must start again
 * with reading. Texts of the result live in the cycle's `run`. intent may be NULL. */
struct report_result apply_cycle(struct session *session, struct cycle *cycle,
                                 const struct intent *intent);
