// SPDX-License-Identifier: Apache-2.0
#include "reconciler/net/credential.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "manifests/base/text.h"
#include "reconciler/net/base64.h"

void credential_free(char *secret)
{
    if (secret == NULL)
        return;
    explicit_bzero(secret, strlen(secret));
    free(secret);
}

char *credential_basic(const struct credential *credential)
{
    if (credential->user == NULL || credential->password == NULL)
        return NULL;
    char *pair = NULL, *line = NULL;
    if (asprintf(&pair, "%s:%s", credential->user, credential->password) < 0)
        memory_must(NULL);
    char *packed = base64_encode(pair, strlen(pair));
    if (asprintf(&line, "Authorization: Basic %s", packed) < 0)
        memory_must(NULL);
    credential_free(pair);
    credential_free(packed);
    return line;
}

char *credential_bearer(const char *token)
{
    char *line = NULL;
    if (asprintf(&line, "Authorization: Bearer %s", token) < 0)
        memory_must(NULL);
    return line;
}

bool credential_equal(const struct credential *a, const struct credential *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return text_equal(a->user, b->user) && text_equal(a->password, b->password) &&
           text_equal(a->identity_token, b->identity_token) &&
           text_equal(a->registry_token, b->registry_token) && text_equal(a->problem, b->problem);
}
