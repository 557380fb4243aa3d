// SPDX-License-Identifier: Apache-2.0
/* Auditing: the history of the branch and that of the journal are read and compared. Asks no
 * registry and writes nothing but the cache of a URL. */
#pragma once

#include "diff/audit/audit.h"
#include "reconciler/session.h"

struct audited {
    struct arena run;
    struct chronicle *chronicle;
    struct source source; /* of the tip; its files are not to be read */
    struct audit audit;
};

/* Takes a zeroed one. */
void audited_close(struct audited *audited);
#define audited_scope CLEANUP(audited_close)

/* The scope is borrowed. -1 when a history can't be read, or there is no journal. */
MUST_USE int audit_history(struct session *session, const struct audit_scope *scope,
                           struct audited *out, struct err *err);
