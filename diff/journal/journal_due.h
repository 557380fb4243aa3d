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
 * context. Returns false if the branch may have moves that are not recorded even then: a person's
 * request looks only at its own tags, and a move may wait for an answer. */
bool journal_due(struct arena *arena, const struct due_context *context, due_list *out);
/* Sets *out to the kind of record for an image that a followed tag or a hop's target had before the
 * run, and that stays. Returns false if it can't be recorded yet: it was not judged, or it looks
 * like a move by hand and the row does not say that it is. held: the tag was moved by hand before,
 * and nobody released it. */
bool journal_due_kind(const struct row *row, bool held, enum record_kind *out);
