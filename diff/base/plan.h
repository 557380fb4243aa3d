// SPDX-License-Identifier: Apache-2.0
/*
 * A plan has one row for every hop, for every tag that is not the target of a hop, and for every
 * consumer. With an intent it has only the rows that the intent concerns. plan_make() makes plans.
 * While a plan lists questions, its rows are provisional. A plan without questions is final,
 * unless one of its edits is refused.
 */
#pragma once

#include "diff/base/journal_need.h"
#include "diff/base/row.h"
#include "manifests/base/list.h"

/* The commit that deleted a tag. The journal has no record of the deletion yet. */
struct plan_deletion {
    struct tag_name name;
    const struct pin_origin *origin;
};

struct plan {
    LIST_OF(struct row)
    rows; /* tags by environment, stream, tag; then hops by promotion, stream, path (with an
             intent: among the tags); then consumers by environment, kind, name, container */
    LIST_OF(struct question) questions; /* sorted, each once, unanswered */
    /* Tags of the journal of which more records are needed than were read. While there are any, the
     * plan must not be used: read these records, and make the plan again. */
    journal_needs lacking;
    LIST_OF(struct plan_deletion) deletions; /* by environment, stream, tag */
    LIST_OF(const char *) notes;             /* sentences about the whole plan */
    /* The one of `notes` that says that the journal, or the file of a declared tag in it, can't be
     * used; or NULL. With an intent always NULL. */
    const char *unreadable;
    const char *limited; /* the one of `notes` that says that the limit stops the run; or NULL */
    moment next;         /* the earliest future `next` of all rows; MOMENT_NEVER: none */
    moment allowed;      /* the latest `allowed` of the writing rows; now, if no journal is kept */
};

struct plan_count {
    size_t states[ROW_STATES]; /* rows by state */
    size_t trouble;            /* rows that make sync exit with 1 */
};
struct plan_count plan_counted(const struct plan *plan);
