// SPDX-License-Identifier: Apache-2.0
/*
 * Compares the journal's records with the branch: finds the record of a pin, and the records with
 * which no commit agrees. For the files of the audit only.
 */
#pragma once

#include "diff/audit/auditor.h"

/* Returns the tag's journal file, or NULL. */
const struct audit_file *audit_record_file(const struct audit_journal *journal,
                                           const char *namespace, const char *stream,
                                           const char *tag);

/* Counts the records and indexes the commits that they cite. Call before the first step. */
void audit_record_index(struct auditor *auditor);
/* Attaches the tag's journal file to a new track, with no record matched yet. */
void audit_record_join(struct auditor *auditor, struct track *track);
/* Returns the index of the record of the tag's pin: one that cites this commit, or one that cites
 * none. -1 if the journal has none. */
ptrdiff_t audit_record_find(const struct auditor *auditor, const struct track *track, size_t commit,
                            const char *digest);
/* Adds a finding for each record with which no commit of the branch agrees. Call after the last
 * step. */
void audit_record_check(struct auditor *auditor, const struct audit_file *file);
