// SPDX-License-Identifier: Apache-2.0
/*
 * WWW-Authenticate: what a server wants to see. Lenient, because servers are: several challenges in
 * one header, unquoted values, odd commas; a broken last parameter is dropped, complete ones stay.
 */
#pragma once

#include "manifests/base/arena.h"
#include "manifests/base/list.h"

enum { CHALLENGES_MAX = 32 };

enum challenge_scheme { CHALLENGE_OTHER, CHALLENGE_BASIC, CHALLENGE_BEARER };

struct challenge {
    enum challenge_scheme scheme;
    const char *name;                            /* of the scheme, as sent */
    const char *realm, *service, *scope, *error; /* NULL when not sent */
};

struct challenges {
    LIST_OF(struct challenge) list;
};

/* Adds the challenges of one header value, at most CHALLENGES_MAX in all. */
void challenge_parse(struct arena *arena, const char *value, struct challenges *out);
/* The one to answer: Bearer with a realm, else Basic; NULL when there is neither. */
const struct challenge *challenge_pick(const struct challenges *challenges);
