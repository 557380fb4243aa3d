// SPDX-License-Identifier: Apache-2.0
/* Declares the state of judging one move. Only files of the audit include this header. */
#pragma once

#include "diff/audit/auditor.h"

struct judging {
    const struct audit_at *at;
    struct audit_move *move;
    const struct track *track;
    const struct hop *hop; /* NULL: no promotion moves the tag */
    moment when;           /* the record's time; the commit's time if there is no record */
    bool timed;            /* false: the record's time is not believed */
    const char *who;       /* the commit's author */
};

/* Adds a finding about the move, if the scope covers the move. */
void judging_find(const struct judging *judging, enum finding_code code, const char *detail);
/* Returns the commit's claim that it moved the tag, or NULL. */
const struct claimed_move *judging_claim(const struct judging *judging);
/* True if weir's commit made the move: it claims that it moved the tag to this digest. */
bool judging_own(const struct judging *judging);
/* True if the commit says that a person requested the move. */
bool judging_requested(const struct judging *judging);
/* Returns the hold of the move's tag in these declarations. */
struct hold judging_hold(const struct judging *judging, const struct declared *declared);
/* True if the record does not say when the move was made: a later run recorded it, or its time is
 * not believed. The move must have a record. */
bool judging_recorded_later(const struct judging *judging);
