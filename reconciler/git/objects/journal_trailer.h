// SPDX-License-Identifier: Apache-2.0
/*
 * Writes and reads the trailers of a journal's commits:
 *
 *     Weir-Journal-Of: BRANCH REPOSITORY   the branch whose journal this is, and the id of the
 *                                          first commit of the repository's first journal; "none"
 *                                          in that commit itself
 *     Weir-Commit: ID                      the branch's commit to which the records belong
 *     Weir-Reached: ID                     the branch's commit up to which all moves are recorded
 */
#pragma once

#include <stdbool.h>

#include "manifests/base/arena.h"

/* The values of Weir-Journal-Of. */
struct journal_claim {
    const char *branch;
    const char *repository; /* hex id; NULL: "none" */
};

/* Returns the message, in the arena, with the trailers. repository: NULL for "none"; commit: NULL
 * if the branch has no commit yet; reached: NULL if that commit is unknown. */
const char *journal_trailer_add(struct arena *arena, const char *message, const char *branch,
                                const char *repository, const char *commit, const char *reached);
/* Reads Weir-Journal-Of; its texts are in the arena. Returns false if the message has none. */
bool journal_trailer_read(struct arena *arena, const char *message, struct journal_claim *out);
/* Returns the ID in Weir-Reached, in the arena, or NULL if the message has none. */
const char *journal_trailer_reached(struct arena *arena, const char *message);
