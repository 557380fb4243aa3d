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

/* A walk through the history of one commit. Each question continues it. */
struct ancestor_walk;

/* Begins a walk, which may lock a URL's cache until ancestor_close. tip: the tip of the last
 * repository_source. */
struct ancestor_walk *ancestor_open(struct repository *repository, const git_oid *tip);
/* Ends the walk and frees it. Accepts NULL. */
void ancestor_close(struct ancestor_walk *walk);
static inline void ancestor_close_at(struct ancestor_walk **walk)
{
    ancestor_close(*walk);
}
#define ancestor_scope CLEANUP(ancestor_close_at)

/* Returns 1 if the commit is the tip or one of its ancestors, or 0, or -1 if the walk can't reach
 * the commits that it needs. */
MUST_USE int ancestor_has(struct ancestor_walk *walk, const git_oid *id, struct err *err);
