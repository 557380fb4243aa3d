// SPDX-License-Identifier: Apache-2.0
/*
 * The journal in Git: the branch `weir-journal`, one file for each tag (record.h), each written by
 * one commit beside the commit of the branch that it tells of. diff/journal/journal.h has the
 * values.
 *
 * It is read by the same requests as the branch: a URL's server is asked for both tips at once, and
 * both are fetched at once. What is wrong with it is never an error of the branch.
 */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

/*
 * The journal as it stood at the last repository_source; never fails, and never NULL. Its values
 * are kept while its branch stays where it is, and of a branch that moved only files that changed
 * are decoded again. Good until the first call after the next repository_source.
 *
 *   NOT_KEPT  a folder; a work tree without the branch, its own or origin's
 *   NEW       a bare repository or URL without the branch
 *   LOST      the same, where the cache of the URL, this process, or the trailer `Weir-Journal` of
 *             one of weir's own commits at hand says that there was one
 *   READ      a work tree's is advisory; it is its own branch, or origin's when that holds more
 *   UNKNOWN   the branch could not be fetched or read; options.trust asks for signatures and its
 *             tip has none that counts; or it went back: a file no longer begins with what it held
 *             when this process, or the cache of the URL, relied upon it last
 */
const struct journal *journal_branch_read(struct repository *repository);

/* What the journal's branch holds beside its files, and its README.md. Good as long. */
const struct repository_note *journal_branch_notes(const struct repository *repository,
                                                   size_t *count);
