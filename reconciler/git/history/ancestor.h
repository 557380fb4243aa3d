// SPDX-License-Identifier: Apache-2.0
/* Answers whether commits are part of the branch: the questions of the kind COMMIT. */
#pragma once

#include "diff/base/question.h"
#include "reconciler/git/repository.h"

enum { ANCESTOR_COMMITS_MAX = 100000 }; /* visited, from the tip by all parents */

/*
 * Answers questions whose keys are hex ids:
 *
 *   FOUND    the commit is the tip of the last repository_source, or an ancestor of it
 *   NONE     the whole history has no such commit
 *   UNKNOWN  word "history": the history is out of reach, or has more commits than the maximum
 *
 * One walk answers all questions. A URL's history is fetched as far as needed, without files.
 */
void ancestor_answer(struct repository *repository, const struct question *questions, size_t count,
                     struct arena *arena, struct answer *answers);
