// SPDX-License-Identifier: Apache-2.0
/* Answers the questions of the kind CHANGED: which manifests the newest commits changed. */
#pragma once

#include "diff/base/question.h"
#include "reconciler/git/repository.h"

enum {
    CHANGED_COMMITS_MAX = 1000, /* commits that one walk visits, following first parents */
    CHANGED_FILES_MAX = 200000, /* files that these commits change; one that several commits change
                                 * counts several times */
};

/*
 * Answers the questions. The key of each question is the hex id of a commit. The walk goes from the
 * tip of the last repository_source along first parents, and compares each commit's files with
 * those of its first parent.
 *
 *   FOUND    the manifests that the commits changed, added or removed; those of commits that an
 *            earlier run searched are left out (journal_reach.h)
 *   UNKNOWN  word "history": the history is out of reach, or the newest CHANGED_COMMITS_MAX commits
 *            do not have the commit, or changed more than CHANGED_FILES_MAX files; `why` says which
 *
 * A URL's history is fetched only if the cache does not have these commits, and without files.
 */
void changed_files_answer(struct repository *repository, const struct question *questions,
                          size_t count, struct arena *arena, struct answer *answers);
