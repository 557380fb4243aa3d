// SPDX-License-Identifier: Apache-2.0
/* Answers which commit set a pin: the questions of the kind ORIGIN. */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

enum {
    ORIGIN_COMMITS_MAX = 10000, /* visited, by first parents from the tip */
    ORIGIN_VERSIONS_MAX = 1000, /* of one file */
};

/*
 * Answers questions whose keys are `FILE#NAMESPACE/STREAM:TAG@DIGEST`: which commit of the branch
 * gave the tag this digest in this file. It is the oldest of the unbroken run of commits, by first
 * parents back from the tip of the last repository_source, in which the stream of that name (and of
 * that namespace, if it names one itself) has the tag with the digest.
 *
 * One walk answers all questions, and decodes a file only where it differs from the commit before.
 * A URL's history is fetched as far as needed: first without files, then the files that matter.
 *
 *   FOUND    digest and origin: the commit's time, author and subject, and for weir's own commits
 *            the trailers about this tag (own_commit.h)
 *   NONE     the tip's file does not have the tag with this digest
 *   UNKNOWN  word "history": out of reach, over a maximum, or no commits at all; why says which
 */
void origin_answer(struct repository *repository, const struct question *questions, size_t count,
                   struct arena *arena, struct answer *answers);
