// SPDX-License-Identifier: Apache-2.0
/* Whether commits are part of the branch: the questions of the kind COMMIT. */
#pragma once

#include "diff/base/question.h"
#include "reconciler/git/repository.h"

enum { MEMBER_COMMITS_MAX = 100000 }; /* looked at, from the tip by all parents */

/*
 * Answers questions whose keys are hex ids: FOUND when the commit is the tip of the last
 * repository_source or behind it, NONE when the whole history has no such commit, UNKNOWN (word
 * "history") when it is out of reach or over the maximum. One walk serves all. A URL's history is
 * fetched as far as needed, without files.
 */
void repository_members(struct repository *repository, const struct question *questions,
                        size_t count, struct arena *arena, struct answer *answers);
