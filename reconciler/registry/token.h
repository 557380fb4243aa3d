// SPDX-License-Identifier: Apache-2.0
/* Builds the URLs and forms of requests to a token server, and reads its answers. Does no I/O. */
#pragma once

#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "manifests/base/text.h"

enum {
    TOKEN_LIFE_MIN = 60,    /* seconds; a shorter or missing lifetime counts as this one */
    TOKEN_LIFE_MAX = 86400, /* seconds; a longer lifetime counts as this one */
    TOKEN_MAX = 64 << 10,   /* bytes; a token must fit in a header */
};

/* Appends the realm with "?service=…&scope=…&scope=…"; the realm's own query is kept. A NULL
 * service is omitted. */
void token_url(struct text *url, const char *realm, const char *service, const text_list *scopes);
/* Appends the form for a POST with an identity token, which is a secret. */
void token_form(struct text *form, const char *service, const text_list *scopes,
                const char *identity_token);
/* Sets *token to the token in a token server's answer, which the caller passes to credential_free,
 * and *seconds to its lifetime. Returns -1 if the answer has no token, or if the token is too long
 * or has bytes that a header can't have. */
MUST_USE int token_parse(char *bytes, size_t length, char **token, int64_t *seconds,
                         struct err *err);
