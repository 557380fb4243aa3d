// SPDX-License-Identifier: Apache-2.0
/* Any WWW-Authenticate: few challenges, and no control bytes in what is sent on. */
#include <stdlib.h>
#include <string.h>

#include "reconciler/registry/challenge.h"
#include "tests/fuzz/fuzz.h"

static void check_quoted(const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        if ((unsigned char)*text == '\r' || (unsigned char)*text == '\n')
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct challenges challenges = {0};
    char *value = arena_copy(&arena, (const char *)data, length);
    challenge_parse(&arena, value, &challenges);
    challenge_parse(&arena, value, &challenges);
    if (challenges.list.count > CHALLENGES_MAX)
        abort();
    list_each (challenge, &challenges.list) {
        if (challenge->name == NULL || challenge->name[0] == '\0')
            abort();
        check_quoted(challenge->realm);
        check_quoted(challenge->service);
        check_quoted(challenge->scope);
        check_quoted(challenge->error);
    }
    const struct challenge *picked = challenge_pick(&challenges);
    if (picked != NULL && picked->scheme == CHALLENGE_BEARER && picked->realm == NULL)
        abort();
    return 0;
}
