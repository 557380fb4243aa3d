// SPDX-License-Identifier: Apache-2.0
/* An image that wants to pass a hop: a digest that the environments before it have, or had. */
#pragma once

#include "diff/planner/planner.h"

/* How long one of the environments before had the digest. */
struct stood {
    const char *environment;
    bool known;         /* false: no journal tells */
    moment since;       /* when the environment got the digest */
    moment until;       /* when it got another one; MOMENT_NEVER: it still has the digest */
    bool rebuilt;       /* since is when the journal was begun */
    const char *commit; /* the commit that the record cites, or NULL */
};

struct candidate {
    const struct hop *hop;
    const char *digest;
    struct holding holding;      /* where the image lives, by the environment before */
    LIST_OF(struct stood) stood; /* one for each environment that counts */
};

/* Returns "host/path@digest", for questions about the candidate's image. */
const char *candidate_image_key(struct planner *planner, const struct candidate *candidate);
