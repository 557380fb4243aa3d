// SPDX-License-Identifier: Apache-2.0
/* Audits the branch: compares its history with the journal's history. Asks no registry, and writes
 * nothing except the cache of a repository by URL. */
#pragma once

#include "diff/audit/audit.h"
#include "reconciler/session.h"

struct audited {
    struct arena run;
    struct chronicle *chronicle;
    struct source source; /* the source at the tip; do not read its files */
    struct audit audit;
    LIST_OF(const char *)
    environments; /* sorted; those with a manifest at the tip, with a file in
                     the journal, or with a move or finding in `audit` */
};

/* Also accepts a zeroed struct. */
void audited_close(struct audited *audited);
#define audited_scope CLEANUP(audited_close)

/* Audits the history into `out`, which borrows `scope`. Returns -1 if a history can't be read, if
 * the branch has no commits, or if there is no journal and no recent commit names one. */
MUST_USE int audit_history(struct session *session, const struct audit_scope *scope,
                           struct audited *out, struct err *err);
