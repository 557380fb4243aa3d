// SPDX-License-Identifier: Apache-2.0
/* Reads the files of one tag. */
#pragma once

#include "reconciler/git/handle.h"

/* Decodes all parts of the tag, whose names and parts the caller has set. If the files can't be
 * trusted, tag->tag.trouble says why, and there are no records. Fails if a file can't be read. */
MUST_USE int ledger_tag_read(git_odb *odb, struct ledger_tag *tag, struct err *err);
