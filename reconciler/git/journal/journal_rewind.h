// SPDX-License-Identifier: Apache-2.0
/* Rewinds of the journal's branch. */
#pragma once

#include "reconciler/git/handle.h"

/* Whether the journal at hand lacks what it held at `old`, and in which file. */
const char *journal_rewind_find(struct repository *repository, const git_oid *old,
                                struct arena *arena);
/* The tip that was relied upon last. */
const git_oid *journal_rewind_seen(const struct repository *repository);
void journal_rewind_remember(struct repository *repository, const git_oid *tip);
