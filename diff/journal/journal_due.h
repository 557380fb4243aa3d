// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the records that the journal lacks: compares each tag's last record with the branch after
 * the plan was carried out. Records are not written while tags move, so no record is lost if a run
 * is killed or somebody else moves a tag.
 */
#pragma once

#include "diff/journal/due_record.h"

/* Lists the missing records by environment, stream and tag. The list is empty if no journal is
 * kept, if the journal can't be used, and in a work tree. Texts live in the arena or in the
 * context. */
void journal_due(struct arena *arena, const struct due_context *context, due_list *out);
