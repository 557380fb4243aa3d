// SPDX-License-Identifier: Apache-2.0
/*
 * Finds out if the journal's branch was rewound: a file no longer starts with the bytes that it had
 * at the tip that was trusted last. The files are compared, because a shallow cache has no history.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Returns the tip that this process, or an earlier one with the same cache, trusted last; NULL if
 * there is none. */
const git_oid *journal_rewind_seen(const struct repository *repository);
/* Remembers the tip for journal_rewind_seen. */
void journal_rewind_remember(struct repository *repository, const git_oid *tip);
/* Returns the path, in the arena, of a file that no longer starts with the bytes that it had in the
 * commit `old`. Returns NULL if there is no such file, or `old` is missing or cannot be read. */
const char *journal_rewind_find(struct repository *repository, const git_oid *old,
                                struct arena *arena);
