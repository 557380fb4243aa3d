// SPDX-License-Identifier: Apache-2.0
/* Reads the commit that the journal's branch points to. */
#pragma once

#include <git2.h>

#include "diff/journal/journal.h"
#include "manifests/base/err.h"

enum { JOURNAL_WHY_MAX = 320 }; /* bytes of a reason why the journal can't be used */

struct journal_tip {
    enum journal_state state;  /* NOT_KEPT, NEW (no such branch), READ or UNKNOWN */
    git_oid id;                /* READ: the commit */
    char why[JOURNAL_WHY_MAX]; /* UNKNOWN: the reason */
};

/* Reads the journal's branch from the refs of a repository on this machine. */
void journal_tip_read(git_repository *git, struct journal_tip *out);
/* Sets the tip to UNKNOWN, with the message of err as the reason. */
void journal_tip_doubt(struct journal_tip *tip, const struct err *err);
