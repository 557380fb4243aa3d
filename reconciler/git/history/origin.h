// SPDX-License-Identifier: Apache-2.0
/* How a pin came to stand on the branch: the questions of the kind ORIGIN. */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

enum {
    ORIGIN_COMMITS_MAX = 10000, /* looked at, by first parents from the tip */
    ORIGIN_VERSIONS_MAX = 1000, /* of one file */
};

/*
 * Answers questions whose keys are `FILE#NAMESPACE/STREAM:TAG@DIGEST`: by which commit of the
 * branch the tag got this digest in this file. That is the oldest of the unbroken run of commits,
 * by first parents back from the tip of the last repository_source, in which the stream of that
 * name (and of that namespace, where it names one itself) has the tag at the digest.
 *
 * One walk serves all; files are decoded only where they differ from the commit before. A URL's
 * history is fetched as far as needed, without files, and those that count behind it.
 *
 *   FOUND    digest and origin: the committer's time, the author, the subject; what a commit of
 *            weir's own was asked for with `Weir-Asked-For: WORD NAMESPACE/STREAM:TAG`, and what
 *            let the tag move with `Weir-Evidence: NAMESPACE/STREAM:TAG LINE`
 *   NONE     the tag doesn't stand at this digest at the tip
 *   UNKNOWN  word "history": out of reach, over a maximum, or no commits at all; why says which
 */
void origin_answer(struct repository *repository, const struct question *questions, size_t count,
                   struct arena *arena, struct answer *answers);
