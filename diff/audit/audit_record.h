// SPDX-License-Identifier: Apache-2.0
/*
 * The journal's records, held against the branch: which of them tells of a pin, and which of them
 * tells of what the branch does not have. For the files of the audit only.
 */
#pragma once

#include "diff/audit/auditor.h"

/* The journal's file of a tag, or NULL. */
const struct audit_file *audit_record_file(const struct audit_journal *journal,
                                           const char *namespace, const char *stream,
                                           const char *tag);

/* Counts the records and learns which commits they cite, before the first step. */
void audit_record_index(struct auditor *auditor);
/* Gives a new track its file of the journal, of whose records none has been told of. */
void audit_record_join(struct auditor *auditor, struct track *track);
/* The record that tells of the tag's pin by this commit, or by no named one; -1: none does. */
ptrdiff_t audit_record_find(const struct auditor *auditor, const struct track *track, size_t commit,
                            const char *digest);
/* Finds what no commit of the branch agrees with, after the last step. */
void audit_record_check(struct auditor *auditor, const struct audit_file *file);
