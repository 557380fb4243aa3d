// SPDX-License-Identifier: Apache-2.0
/* Auditing: compares the history of the branch with that of the journal. Asks no registry, and
 * writes nothing but the cache of a repository by URL. */
#pragma once

#include "diff/audit/audit.h"
#include "reconciler/session.h"

struct audited {
    struct arena run;
    struct chronicle *chronicle;
    struct source source; /* the source at the tip; do not read its files */
    struct audit audit;
};

/* Takes a zeroed struct. */
void audited_close(struct audited *audited);
#define audited_scope CLEANUP(audited_close)

/* Audits the history into `out`, which borrows the scope. -1 when a history can't be read, or the
 * repository has no journal. */
MUST_USE int audit_history(struct session *session, const struct audit_scope *scope,
                           struct audited *out, struct err *err);
