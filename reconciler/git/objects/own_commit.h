// SPDX-License-Identifier: Apache-2.0
/*
 * Writes and reads the trailers of weir's own commits:
 *
 *     Weir-Move: KIND OBJECT FROM TO     once for each tag that the commit moves. KIND is the word
 *                                        of a move that weir made by itself (pinned, promoted,
 *                                        copied) or the command of a person's request; OBJECT is
 *                                        ENVIRONMENT/STREAM:TAG; FROM and TO are digests, or
 *                                        "none", or the tag that an alias follows. A release
 *                                        of a tag without alias has equal FROM and TO.
 *     Weir-Evidence: OBJECT JSON         once for each item of evidence, as in the journal
 *     Weir-Omitted: TEXT                 how many of these do not fit; for people
 *     Weir-Reason: TEXT                  the person's reason
 *     Weir-Source-Commit: ID             the commit that was planned for, or "none"
 *     Weir-Journal: BRANCH ID            the branch whose journal records the moves, and that
 *                                        journal's tip before this commit, or "new"
 *
 * Anybody can write such lines. They say who moved a tag and why; they never prove that a rule was
 * kept.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "diff/base/claimed_move.h"
#include "diff/base/evidence.h"
#include "manifests/base/arena.h"

enum { OWN_COMMIT_EVIDENCE_MAX = 960 }; /* bytes of one value of Weir-Evidence */

/* Each of the next functions prints one trailer. Control bytes are replaced. */
/* from, to: digests, or NULL for "none". */
void own_commit_print_move(FILE *out, const char *kind, const char *object, const char *from,
                           const char *to);
/* Cuts the evidence's text if the value would be longer than OWN_COMMIT_EVIDENCE_MAX bytes; prints
 * nothing if it would be longer even without a text. */
void own_commit_print_evidence(FILE *out, const char *object, const struct evidence *evidence);
/* Says how many moves and items of evidence have no trailer, because they are too many. */
void own_commit_print_omitted(FILE *out, size_t moves, size_t items);
void own_commit_print_reason(FILE *out, const char *reason);
/* source: hex ID of the commit from which the plan was made; NULL: there are no commits yet. */
void own_commit_print_source(FILE *out, const char *source);
/* Returns the message, in the arena, with the trailer Weir-Journal. tip: hex ID of the journal's
 * tip, or NULL before the journal's first commit. */
const char *own_commit_add_journal(struct arena *arena, const char *message, const char *branch,
                                   const char *tip);

/* Returns the moves of the object (NULL: of all objects) that the message claims, in the arena, at
 * most `maximum`. Looks at every line, because the text of a squash contains whole messages, with
 * indents or in a list. */
struct claimed_move *own_commit_moves(struct arena *arena, const char *message, const char *object,
                                      size_t maximum, size_t *count);

/*
 * Returns true if the message says that weir made the commit for this parent (hex ID; NULL: none).
 * A revert, a cherry-pick or a squash of weir's commit has a copy of the message and another
 * parent.
 */
bool own_commit_is(const char *message, const char *parent);

/* Returns the ID in Weir-Journal in the arena, or "new", and sets *branch; NULL if there is no such
 * trailer. */
const char *own_commit_journal_of(struct arena *arena, const char *message, const char **branch);
/* Returns the ID in Weir-Journal in the arena, or "new", if the trailer names this branch; else
 * NULL. */
const char *own_commit_journal(struct arena *arena, const char *message, const char *branch);
/* Returns the evidence for the claimed move in the arena, at most `maximum` items. The text of a
 * squash may have evidence for several moves of one tag, so only the trailers of the claim's own
 * commit are read. Skips items that can't be read. */
const struct evidence *own_commit_evidence(struct arena *arena, const char *message,
                                           const struct claimed_move *claim, size_t maximum,
                                           size_t *count);
