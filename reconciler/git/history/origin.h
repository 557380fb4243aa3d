// SPDX-License-Identifier: Apache-2.0
/* Answers the questions of the kinds ORIGIN and MOVES: which commits set a pin. */
#pragma once

#include "diff/base/question.h"
#include "diff/journal/journal.h"
#include "reconciler/git/repository.h"

enum {
    ORIGIN_COMMITS_MAX =
        10000, /* commits that a walk visits, following first parents from the tip */
    ORIGIN_VERSIONS_MAX = 1000,  /* versions of one file; checked only between parts of the walk, so
                                  * more may be collected */
    ORIGIN_MOVES_MAX = 100,      /* times that a tag may move to another file */
    ORIGIN_CHAIN_MAX = 100,      /* moves in the answer to one question, ... */
    ORIGIN_CHAIN_COMMITS = 1023, /* ... and commits that are visited for the earlier ones */
};

/*
 * Answers the questions. A question of the kind ORIGIN asks which commit of the branch gave a tag
 * its digest in a file; its key is `FILE#NAMESPACE/STREAM:TAG@DIGEST`. The walk goes back from the
 * tip of the last repository_source along first parents while the file declares the tag with the
 * digest, in a stream of that name (and of that namespace, unless the stream names none). The
 * oldest commit of this walk is the answer. If a commit renamed the file or moved the stream to it,
 * the walk goes on in the file that declared the tag before.
 *
 * A question of the kind MOVES has the key `FILE#NAMESPACE/STREAM:TAG@DIGEST^FROM^COMMIT`. Its walk
 * goes on from one move to the move before it, back to COMMIT; without `^COMMIT`, until the tag has
 * the digest FROM. All questions of one call that name a commit must name the same one.
 *
 * One walk answers all questions, and decodes a file only where a commit changed it. A URL's
 * history is fetched as far as needed: first without files, then the files that matter.
 *
 *   FOUND    digest and origin: the commit's time, author and subject, and for weir's own commits
 *            the trailers about this tag (own_commit.h). If the earlier moves do not lead back
 *            to COMMIT or FROM, or are out of reach or over a maximum, the answer has only the
 *            newest one
 *   NONE     the tip's file does not have the tag with this digest, or nothing moved the tag
 *   UNKNOWN  word "history": the commit is out of reach or over a maximum, the question is
 *            malformed, or there is no history; `why` says which
 */
void origin_answer(struct repository *repository, const struct question *questions, size_t count,
                   struct arena *arena, struct answer *answers);
