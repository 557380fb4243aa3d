// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the commit of the branch up to which all moves of tags are known to be recorded. Only newer
 * commits must be searched for other moves.
 *
 * Each commit of a journal names that commit in its trailer Weir-Reached. A run that records
 * nothing writes nothing, so the tip that it saw is remembered by the process and, for a URL, in
 * the cache.
 */
#pragma once

#include <git2.h>

#include "reconciler/git/repository.h"

/* Sets *out to the commit that this commit of a journal names. Returns false if it names none. Sets
 * *later to true if the journal also has records of later moves. */
bool journal_reach_read(struct repository *repository, const git_oid *journal, git_oid *out,
                        bool *later);
/* Returns the commit that this commit of the branch's journal, or of its base's, names, as a hex ID
 * in the repository's ledger. Returns NULL if it names none, or if the branch has no newer commits
 * than that one or the remembered one. Sets *later as journal_reach_read() does. */
const char *journal_reach_find(struct repository *repository, const git_oid *journal, bool *later);
/* Sets *out to the remembered commit. Returns false if there is none. */
bool journal_reach_seen(const struct repository *repository, git_oid *out);
/* Remembers the tip of the last repository_source. */
void journal_reach_remember(struct repository *repository);
