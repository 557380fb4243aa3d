// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the files of one tag. A tag is *proved* if each line of its files is a valid record that
 * continues the line above it. A tag that was proved before is not proved again: a file with the
 * same ID has the same bytes, and of a file that only grew, which its first bytes show, the new
 * lines are read.
 */
#pragma once

#include "reconciler/git/handle.h"

/* Proves the tag, whose names and parts the caller has set, and sets its recent records. If the
 * files can't be trusted, tag->tag.trouble says why, and there are no records. before: the same tag
 * when it was proved last, or NULL. Fails if a file can't be read. */
MUST_USE int ledger_tag_prove(git_odb *odb, struct ledger_tag *tag, const struct ledger_tag *before,
                              struct err *err);
/* Reads the last records of a tag of the ledger, at least JOURNAL_LATE. Returns false if these or
 * all were read before. If a file can't be read, the tag has a trouble and no records. */
bool ledger_tag_read_late(git_odb *odb, struct ledger *ledger, const struct ledger_tag *tag);
/* Finds out if a record before the last ones has this digest. If one has, all records are read;
 * otherwise the digest is added to the tag's `absent` ones. Returns false if that was known. */
bool ledger_tag_seek(git_odb *odb, struct ledger *ledger, const struct ledger_tag *tag,
                     const char *digest);
/* Reads all records of a tag of the ledger. Returns false if they were read before. If a file can't
 * be read, the tag has a trouble and no records. */
bool ledger_tag_complete(git_odb *odb, struct ledger *ledger, const struct ledger_tag *tag);
