// SPDX-License-Identifier: Apache-2.0
/*
 * Reads the journal of a branch from Git. The journal of branch B is the branch `weir-journal/B`,
 * which has one file for each tag (record.h). A branch that has no journal yet reads that of its
 * base (journal_base.h), and its first records begin a journal of its own. A commit of the journal
 * records how a commit of the manifests' branch moved tags, and is usually written together with
 * that commit. diff/journal/journal.h has the values.
 *
 * For a URL, one request asks the server for the tips of both branches, and usually one more
 * fetches both. An error in the journal is never an error of the manifests' branch.
 */
#pragma once

#include "diff/base/journal_need.h"
#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

/*
 * Returns the journal as of the last repository_source. The function never fails and never returns
 * NULL. The values are kept while the journal's branch does not move; when it moves, only changed
 * files are decoded again. The values are valid until the first call after the next
 * repository_source.
 *
 *   NOT_KEPT  a folder, or a work tree that has the journal neither itself nor from origin
 *
 *   NEW       a bare repository or a URL in which neither the branch nor its base has a journal
 *
 *   LOST      the branch has none, but the URL's cache, this process, or the trailer Weir-Journal
 *             in a recent commit of weir's own says that there was one
 *
 *   READ      it was read; in a work tree it is advisory: the work tree's own branch, or origin's
 *             branch if that is a descendant or the only one. With `base`, the records come from
 *             the base's journal
 *
 *   UNKNOWN   it could not be fetched or read; its tip has a file that is not a journal's; there is
 *             a branch `weir-journal` of an earlier build; options.trust requires signatures and
 *             its tip has no valid one, or does not belong to this journal (journal_proof.h); or it
 *             was rewound: a file no longer starts with the bytes that it had when this process, or
 *             an earlier one with the same cache, trusted the journal last
 */
const struct journal *journal_branch_read(struct repository *repository);

/*
 * Reads more records of these tags of the journal, whose values change at their places: of a tag,
 * journal_branch_read gives only the recent records. If a file can't be read, the tag gets a
 * trouble. Returns true if there was a tag with more records than those.
 */
bool journal_branch_complete(struct repository *repository, const struct journal_need *needs,
                             size_t count);

/* Remembers that no commit up to the tip of the last repository_source moved a tag without a
 * record, so that later runs don't search these commits again. */
void journal_branch_reached(struct repository *repository);
