// SPDX-License-Identifier: Apache-2.0
/* Parses the header WWW-Authenticate (RFC 9110, section 11). Accepts several challenges in one
 * header, unquoted values and too many commas, because servers send them. A last parameter whose
 * quotes do not end is dropped, and the complete parameters before it are kept. Only double quotes
 * quote. A challenge in which clients could read different values is broken and is never answered:
 * one with the same parameter twice, or with text directly after a quoted value. */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"

enum {
    CHALLENGES_MAX = 32,
    CHALLENGE_PARAMETERS_MAX = 32, /* a challenge with more parameters is broken */
};

enum challenge_scheme { CHALLENGE_OTHER, CHALLENGE_BASIC, CHALLENGE_BEARER };

struct challenge {
    enum challenge_scheme scheme;
    const char *name;                            /* name of the scheme, as the server wrote it */
    const char *realm, *service, *scope, *error; /* NULL if the server did not send it */
    const char *broken;                          /* why it is broken; NULL if it is not */
    text_list parameters;                        /* the names of its parameters */
};

struct challenges {
    LIST_OF(struct challenge) list;
};

/* Adds the challenges of one header value, up to CHALLENGES_MAX in all. */
void challenge_parse(struct arena *arena, const char *value, struct challenges *out);
/* Returns the challenge to answer: Bearer with a realm, else Basic, else NULL if there is neither.
 */
const struct challenge *challenge_pick(const struct challenges *challenges);
/* Returns the names of all schemes for a message: "Negotiate, Digest, Bearer (without a realm)". */
const char *challenge_names(struct arena *arena, const struct challenges *challenges);
