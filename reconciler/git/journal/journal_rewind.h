// SPDX-License-Identifier: Apache-2.0
/*
 * Finds out if the journal's branch was rewound: a file no longer starts with the bytes that it had
 * at the tip that was trusted last. The files are compared, because a shallow cache has no history.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Sets *out to the tip of this journal's branch ("weir-journal/main") that this process, or an
 * earlier one with the same cache, trusted last. Returns false if there is none. */
bool journal_rewind_seen(const struct repository *repository, const char *journal, git_oid *out);
/* Remembers the tip for journal_rewind_seen. */
void journal_rewind_remember(struct repository *repository, const char *journal, const git_oid *id);
/* Fails if the journal, whose tip is `id`, was rewound since the tip that was trusted
 * last, and the rewind is not accepted. Otherwise remembers `id`. journal: the journal's branch. */
MUST_USE int journal_rewind_judge(struct repository *repository, const char *journal,
                                  const git_oid *id, struct err *err);
