// SPDX-License-Identifier: Apache-2.0
/* Any answer of a token server: a token fits into a header, and its lifetime is within its limits.
 */
#include <stdlib.h>
#include <string.h>

#include "manifests/base/arena.h"
#include "reconciler/net/credentials.h"
#include "reconciler/registry/token.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t length)
{
    arena_scope struct arena arena = {0};
    struct err err = {0};
    char *token = NULL;
    int64_t seconds = 0;
    char *bytes = arena_copy(&arena, (const char *)data, length);
    if (token_parse(bytes, length, &token, &seconds, &err) < 0) {
        if (err.message[0] == '\0' || token != NULL)
            abort();
        return 0;
    }
    if (seconds < TOKEN_LIFE_MIN || seconds > TOKEN_LIFE_MAX || token[0] == '\0' ||
        strlen(token) > TOKEN_MAX)
        abort();
    for (const char *at = token; *at != '\0'; at++)
        if (*at <= 0x20 || *at >= 0x7f)
            abort();
    credential_free(token);
    return 0;
}
