// SPDX-License-Identifier: Apache-2.0
/* Parses the header WWW-Authenticate. Accepts what servers really send, such as several
 * challenges in one header, unquoted values and too many commas. A broken last parameter is
 * dropped, and complete parameters are kept. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"

enum { CHALLENGES_MAX = 32 };

enum challenge_scheme { CHALLENGE_OTHER, CHALLENGE_BASIC, CHALLENGE_BEARER };

struct challenge {
    enum challenge_scheme scheme;
    const char *name;                            /* name of the scheme, as the server wrote it */
    const char *realm, *service, *scope, *error; /* NULL if the server did not send it */
};

struct challenges {
    LIST_OF(struct challenge) list;
};

/* Adds the challenges of one header value, up to CHALLENGES_MAX in all. */
void challenge_parse(struct arena *arena, const char *value, struct challenges *out);
/* Returns the challenge to answer: Bearer with a realm, else Basic, else NULL if there is neither.
 */
const struct challenge *challenge_pick(const struct challenges *challenges);
