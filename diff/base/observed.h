// SPDX-License-Identifier: Apache-2.0
/*
 * What the world looked like in this run: the answers, and now. Answers only grow during a run.
 */
#pragma once

#include "diff/base/question.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"

struct journal;

struct observed {
    struct arena *arena; /* of the run; answers are copied into it */
    moment now;
    LIST_OF(struct answer) answers; /* sorted by question_compare */
    const struct journal *journal;  /* NULL: JOURNAL_NOT_KEPT */
};

struct observed observed_make(struct arena *run, moment now);
/*
 * Adds answers (copied deeply). A question that has one keeps it. Returns how many were new; among
 * equal questions of one call the first counts.
 */
size_t observed_add(struct observed *observed, const struct answer *answers, size_t count);
/* The answer, or NULL when the question was not asked yet. */
const struct answer *observed_find(const struct observed *observed, struct question question);
