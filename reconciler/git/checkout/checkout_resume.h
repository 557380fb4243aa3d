// SPDX-License-Identifier: Apache-2.0
/* Completes the commit of a killed run in a work tree. */
#pragma once

#include "reconciler/git/repository.h"

/*
 * If a killed run of checkout_commit left its work or its lock behind, completes the work, removes
 * the lock, and sets `commit` to the
 * commit's hex id; otherwise sets it to "". Forgets the work if the branch, a file or its entry in
 * the index is neither as before nor as that run wanted: a person has gone on. Does nothing for
 * other kinds of repositories.
 */
MUST_USE int checkout_resume(struct repository *repository, char commit[REPOSITORY_COMMIT_MAX],
                             struct err *err);
