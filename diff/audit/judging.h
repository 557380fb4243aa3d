// SPDX-License-Identifier: Apache-2.0
/* A move that is being judged; for the files of the audit only. */
#pragma once

#include "diff/audit/auditor.h"

struct judging {
    const struct audit_at *at;
    struct audit_move *move;
    const struct track *track;
    const struct hop *hop; /* NULL: no promotion moves the tag */
    moment when;           /* of the record; without a record of the commit */
    const char *who;
};

/* Adds a finding about the move, if the scope covers the move. */
void judging_find(const struct judging *judging, enum finding_code code, const char *detail);
/* Returns what a person asked for about the tag by the commit ("rollback", …), or NULL. */
const char *judging_asked_for(const struct judging *judging);
/* True if a later run recorded the move: the record's time is then later than the move. Takes only
 * moves with a record. */
bool judging_recorded_later(const struct judging *judging);
