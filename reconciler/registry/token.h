// SPDX-License-Identifier: Apache-2.0
/* What is asked of a token server, and what it answers. Pure. */
#pragma once

#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    TOKEN_LIFE_MIN = 60, /* seconds; also what counts when the server does not say */
    TOKEN_LIFE_MAX = 86400,
    TOKEN_MAX = 64 << 10, /* bytes: it has to fit into a header */
};

/* "?service=…&scope=…" behind a realm, whose own query is kept. NULL parts are left out. */
void token_url(struct text *url, const char *realm, const char *service, const char *scope);
/* The form of a POST with an identity token; the text holds a secret then. */
void token_form(struct text *form, const char *service, const char *scope,
                const char *identity_token);
/*
 * The token in a server's answer, allocated (credential_free), and its life in seconds. -1 when
 * there is none or it could not stand in a header.
 */
MUST_USE int token_parse(char *bytes, size_t length, char **token, int64_t *seconds,
                         struct err *err);
