// SPDX-License-Identifier: Apache-2.0
/*
 * Compares the journal's records with the branch: finds the record of a pin, and reports the
 * records that disagree with all commits. Only files of the audit include this header.
 */
#pragma once

#include "diff/audit/auditor.h"

/* Returns the tag's journal file, or NULL. */
const struct audit_file *audit_record_file(const struct audit_journal *journal,
                                           const char *namespace, const char *stream,
                                           const char *tag);

/* Counts the records and indexes the commits that they cite. The caller must call it before the
 * first step. */
void audit_record_index(struct auditor *auditor);
/* Sets the new track's journal file, with no record matched yet. */
void audit_record_join(struct auditor *auditor, struct track *track);
/* Returns the index of the record of the tag's pin: a record that cites this commit, else an
 * unmatched record that cites no commit. Returns -1 if there is none. */
ptrdiff_t audit_record_find(const struct auditor *auditor, const struct track *track, size_t commit,
                            const char *digest);
/* Adds a finding for each record of the file that disagrees with the branch. The caller must call
 * it after the last step. */
void audit_record_check(struct auditor *auditor, const struct audit_file *file);
