// SPDX-License-Identifier: Apache-2.0
/* Any WWW-Authenticate: few challenges, no control bytes in what is sent on, and no right to write
 * in the scope of a token. */
#include <stdlib.h>
#include <string.h>

#include "reconciler/registry/challenge.h"
#include "reconciler/registry/scope.h"
#include "tests/fuzz/fuzz.h"

static void check_quoted(const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        if ((unsigned char)*text == '\r' || (unsigned char)*text == '\n')
            abort();
}

static void check_scope(const char *theirs)
{
    arena_scope struct arena arena = {0};
    text_list scopes = {0};
    scope_join(&arena, "a/b", theirs, &scopes);
    if (scopes.count == 0 || scopes.count > SCOPES_MAX ||
        strcmp(scopes.items[0], "repository:a/b:pull") != 0 || scope_adds("a/b", theirs, theirs))
        abort();
    for (size_t i = 1; i < scopes.count; i++) {
        const char *actions = strrchr(scopes.items[i], ':');
        if (scopes.items[i][0] == '\0' || strchr(scopes.items[i], ' ') != NULL)
            abort();
        if (actions != NULL && (strcmp(actions, ":push") == 0 || strcmp(actions, ":*") == 0))
            abort();
    }
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
        check_scope(challenge->scope);
    }
    const struct challenge *picked = challenge_pick(&challenges);
    if (picked != NULL && picked->scheme == CHALLENGE_BEARER && picked->realm == NULL)
        abort();
    if (picked != NULL && picked->broken != NULL)
        abort();
    check_quoted(challenge_names(&arena, &challenges));
    return 0;
}
