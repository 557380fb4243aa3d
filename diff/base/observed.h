// SPDX-License-Identifier: Apache-2.0
/* The answers of a run, its journal, and the time that it takes for now. Answers are only added. */
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
 * Adds deep copies of answers. A question that has an answer keeps it; of two answers to one
 * question in one call the first counts. Returns how many were added.
 */
size_t observed_add(struct observed *observed, const struct answer *answers, size_t count);
/* Returns the answer, or NULL if the question is not answered yet. */
const struct answer *observed_find(const struct observed *observed, struct question question);
