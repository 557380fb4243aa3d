// SPDX-License-Identifier: Apache-2.0
/* The requests to a token server, and its answers. Pure functions. */
#pragma once

#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    TOKEN_LIFE_MIN = 60, /* seconds; also the default when the server names no lifetime */
    TOKEN_LIFE_MAX = 86400,
    TOKEN_MAX = 64 << 10, /* bytes; it must fit in a header */
};

/* Appends the realm with "?service=…&scope=…"; the realm's own query is kept. NULL parts are left
 * out. */
void token_url(struct text *url, const char *realm, const char *service, const char *scope);
/* Appends the form for a POST with an identity token; the text then contains a secret. */
void token_form(struct text *form, const char *service, const char *scope,
                const char *identity_token);
/* Reads the token in a server's answer, to be freed by credential_free, and its lifetime in
 * seconds. -1 when it is missing or contains bytes that a header can't have. */
MUST_USE int token_parse(char *bytes, size_t length, char **token, int64_t *seconds,
                         struct err *err);
