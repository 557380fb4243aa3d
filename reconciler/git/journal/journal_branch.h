// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the journal from Git. The journal is the branch `weir-journal`, which has one file for each
 * tag (record.h). A commit of the journal records how a commit of the manifests' branch moved tags,
 * and is usually written together with that commit. diff/journal/journal.h has the values.
 *
 * For a URL, one request asks the server for the tips of both branches, and usually one more
 * fetches both. An error in the journal is never an error of the manifests' branch.
 */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

/*
 * Returns the journal as of the last repository_source. The function never fails and never returns
 * NULL. The values are kept while the journal's branch does not move; when it moves, only changed
 * files are decoded again. The values are valid until the first call after the next
 * repository_source.
 *
 *   NOT_KEPT  a folder, or a work tree that has the branch neither itself nor from origin
 *   NEW       a bare repository or a URL without the branch
 *   LOST      like NEW, but the URL's cache, this process, or the trailer Weir-Journal in a recent
 *             commit of weir's own says that there was one
 *   READ      it was read; in a work tree it is advisory: the work tree's own branch, or origin's
 *             branch if that is a descendant or the only one
 *   UNKNOWN   it could not be fetched or read; or options.trust requires signatures and its tip has
 *             no valid one; or it was rewound: a file no longer starts with the bytes that it had
 *             when this process, or an earlier one with the same cache, trusted the journal last
 */
const struct journal *journal_branch_read(struct repository *repository);

/* Returns notes about files of the branch that do not belong to the journal. They are valid as long
 * as the result of journal_branch_read. */
const struct repository_note *journal_branch_notes(const struct repository *repository,
                                                   size_t *count);
