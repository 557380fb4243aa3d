// SPDX-License-Identifier: Apache-2.0
/*
 * Compares the journal's records with the branch: finds the record of a pin, and reports the
 * records that disagree with the branch. Only files of the audit include this header.
 */
#pragma once

#include "diff/audit/auditor.h"

/* Returns the tag's journal file, or NULL. */
const struct audit_file *audit_record_file(const struct audit_journal *journal,
                                           const char *namespace, const char *stream,
                                           const char *tag);

/* Counts the records, and lists the commits that they cite. The caller must call this function
 * before the first audit_step(). */
void audit_record_index(struct auditor *auditor);
/* Sets the fields of a new track that come from the journal. No record is matched yet. */
void audit_record_join(struct auditor *auditor, struct track *track);
/* Returns the index of the record of this digest that cites the commit; else of the first unmatched
 * record of the digest that cites no commit; else -1. */
ptrdiff_t audit_record_find(struct auditor *auditor, const struct track *track, size_t commit,
                            const char *digest);
/* True if the record of an image that was there before cites the commit that brought the image, and
 * the journal is older than that commit. */
bool audit_record_committed(const struct auditor *auditor, const struct record *record);
/* Adds a finding for each record of the file that disagrees with the branch or is rebuilt. The
 * caller must call this function after the last audit_step(). */
void audit_record_check(struct auditor *auditor, const struct audit_file *file);
