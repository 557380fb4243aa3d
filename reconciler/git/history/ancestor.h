// SPDX-License-Identifier: Apache-2.0
/* Answers the questions of the kind COMMIT: whether a commit is part of the branch. */
#pragma once

#include <git2.h>

#include "diff/base/question.h"
#include "reconciler/git/repository.h"

enum { ANCESTOR_COMMITS_MAX = 100000 }; /* commits that one walk meets, following all parents */

/*
 * Answers the questions. The key of each question is the hex id of a commit. The answers are:
 *
 *   FOUND    the commit is the tip of the last repository_source, or an ancestor of it
 *   NONE     the whole history has no such commit
 *   UNKNOWN  word "history": the history is missing or out of reach, or the walk has met too many
 *            commits; `why` says which
 *
 * One walk answers all questions. A URL's history is fetched as far as needed, without files.
 */
void ancestor_answer(struct repository *repository, const struct question *questions, size_t count,
                     struct arena *arena, struct answer *answers);

/* Sets found[i] to true for each id that is the tip or one of its ancestors. tip: the tip of the
 * last repository_source. Fails if the walk can't reach all commits that it needs. */
MUST_USE int ancestor_find(struct repository *repository, const git_oid *tip, const git_oid *ids,
                           size_t count, bool *found, struct err *err);
