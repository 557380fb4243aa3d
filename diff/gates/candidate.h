// SPDX-License-Identifier: Apache-2.0
/* A candidate is an image that a hop could take: a digest that previous environments have or had.
 */
#pragma once

#include "diff/planner/planner.h"

/* How long one previous environment had the digest. */
struct stood {
    const char *environment;
    bool known;   /* false: the journal is not kept or can't be used */
    moment since; /* when the environment got the digest */
    moment until; /* when the environment lost the digest; MOMENT_NEVER: it still has it */
    /* The journal does not know `since` or `until`, because a record's time is not believed. The
     * environment then counts as having had the digest for no time. */
    bool since_unknown, until_unknown;
    bool rebuilt;       /* `since` is when weir found the digest; it may have come earlier */
    const char *commit; /* the commit that the journal's record cites, or NULL */
};

struct candidate {
    const struct hop *hop;
    const char *digest;
    struct holding holding;      /* the image, as the previous environment has it */
    LIST_OF(struct stood) stood; /* join: all: one for each source; join: any: one */
};

/* Returns "host/path@digest", the key of questions about the candidate's image. */
const char *candidate_image_key(struct planner *planner, const struct candidate *candidate);
