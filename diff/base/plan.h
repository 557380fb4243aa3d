// SPDX-License-Identifier: Apache-2.0
/*
 * A plan has one row for every stream tag, every hop (the row of its target tag) and every
 * consumer; plan_make() makes it. While a plan lists questions, its rows are provisional; a plan
 * without questions is final.
 */
#pragma once

#include "diff/base/row.h"
#include "manifests/base/list.h"

struct plan {
    LIST_OF(struct row)
    rows; /* tags by environment, stream, tag; hops by promotion, stream, path;
             consumers by environment, kind, name, container */
    LIST_OF(struct question) questions; /* sorted, each once, unanswered */
    LIST_OF(const char *) notes;        /* sentences about the whole plan */
    moment next;                        /* the earliest `next` of all rows */
    moment allowed; /* the latest `allowed` of the writing rows; now, if no journal is kept */
};

struct plan_count {
    size_t states[ROW_STATES]; /* rows by state */
    size_t trouble;            /* rows that make sync exit with 1 */
};
struct plan_count plan_counted(const struct plan *plan);
