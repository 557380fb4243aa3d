// SPDX-License-Identifier: Apache-2.0
/*
 * Writes and reads the trailers of a journal's commits:
 *
 *     Weir-Journal-Of: BRANCH REPOSITORY   the branch whose journal this is, and the id of the
 *                                          first commit of the repository's first journal; "none"
 *                                          in that commit itself
 *     Weir-Commit: ID                      the branch's commit to which the records belong
 *     Weir-Reached: ID                     the branch's commit up to which all moves are recorded
 *     Weir-Decisions: COUNT                how many records are decisions without a commit, such
 *                                          as a release; absent: none
 *     Weir-Accepted: ID                    a commit of the journal that the branch names and that a
 *                                          person no longer asks for (--accept-rewind)
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"

/* The values of Weir-Journal-Of. */
struct journal_claim {
    const char *branch;
    const char *repository; /* hex id; NULL: "none" */
};

/* The values of a journal commit's trailers. */
struct journal_trailers {
    const char *branch;
    const char *repository; /* hex id; NULL: "none" */
    const char *commit;     /* NULL: the branch has no commit yet */
    const char *reached;    /* NULL: that commit is unknown */
    size_t decisions;
    const char *accepted; /* NULL: none */
};

/* Returns the message, in the arena, with the trailers. */
const char *journal_trailer_add(struct arena *arena, const char *message,
                                const struct journal_trailers *trailers);
/* Reads Weir-Journal-Of; its texts are in the arena. Returns false if the message has none. */
bool journal_trailer_read(struct arena *arena, const char *message, struct journal_claim *out);
/* Returns the ID in Weir-Reached, in the arena, or NULL if the message has none. */
const char *journal_trailer_reached(struct arena *arena, const char *message);
/* Returns the ID in Weir-Commit, in the arena, or NULL if the message has none. */
const char *journal_trailer_commit(struct arena *arena, const char *message);
/* Returns the ID in Weir-Accepted, in the arena, or NULL if the message has none. */
const char *journal_trailer_accepted(struct arena *arena, const char *message);
/* Returns true if the message has Weir-Decisions. */
bool journal_trailer_decides(struct arena *arena, const char *message);
