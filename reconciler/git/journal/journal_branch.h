// SPDX-License-Identifier: Apache-2.0
/*
 * The journal in Git: the branch `weir-journal` with one file for each tag (record.h). Each of its
 * commits belongs to a commit of the branch and records what that one did. diff/journal/journal.h
 * has the values.
 *
 * The journal is read by the same requests as the branch: one request asks a URL's server for both
 * tips, and another fetches both. An error in the journal is never an error of the branch.
 */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

/*
 * Returns the journal as of the last repository_source. It never fails and never returns NULL. The
 * values are kept while the branch does not move; when it moves, only changed files are decoded
 * again. They are valid until the first call after the next repository_source.
 *
 *   NOT_KEPT  a folder, or a work tree that has the branch neither itself nor from origin
 *   NEW       a bare repository or a URL without the branch
 *   LOST      the same, but the URL's cache, this process, or the trailer Weir-Journal in a recent
 *             commit of weir's own says that there was one
 *   READ      read; in a work tree it is advisory: its own branch, or origin's if that has more
 *   UNKNOWN   it could not be fetched or read; or options.trust requires signatures and its tip has
 *             no valid one; or it was rewound: a file no longer starts with what it contained when
 *             this process, or an earlier one with the same cache, trusted the journal last
 */
const struct journal *journal_branch_read(struct repository *repository);

/* Returns notes about files of the branch that do not belong to the journal; valid as long as the
 * journal. */
const struct repository_note *journal_branch_notes(const struct repository *repository,
                                                   size_t *count);
