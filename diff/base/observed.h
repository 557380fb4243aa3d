// SPDX-License-Identifier: Apache-2.0
/* Declares the knowledge of one run: its answers, its journal, and its current time. Answers are
 * added, but never changed or removed. */
#pragma once

#include "diff/base/question.h"
#include "manifests/base/list.h"
#include "manifests/base/moment.h"

struct journal;

struct observed {
    struct arena *arena; /* the run's arena, into which answers are copied */
    moment now;
    LIST_OF(struct answer) answers; /* sorted by question_compare */
    const struct journal *journal;  /* NULL counts as JOURNAL_NOT_KEPT */
};

struct observed observed_make(struct arena *run, moment now);
/*
 * Adds deep copies of answers and returns how many it added. An answer to a question that already
 * has one is ignored; of two answers to one question in the same call, the first is added.
 */
size_t observed_add(struct observed *observed, const struct answer *answers, size_t count);
/* Returns the answer, or NULL if the question is not answered yet. */
const struct answer *observed_find(const struct observed *observed, struct question question);
