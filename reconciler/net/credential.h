// SPDX-License-Identifier: Apache-2.0
/* One credential of a registry, and the header lines that carry it. Secrets are overwritten before
 * their memory is freed. */
#pragma once

#include <stdbool.h>

struct credential {
    const char *key;            /* as written in the file: safe to show; NULL for credsStore */
    const char *user;           /* NULL if the entry has no user */
    const char *password;       /* a secret */
    const char *identity_token; /* a secret that is exchanged for tokens, or NULL */
    const char *registry_token; /* a secret that is sent as a Bearer token, or NULL */
    const char *problem;        /* for reports: why some or all of the credential can't be used;
                                   NULL: no problem */
};

/* Returns the line "Authorization: Basic …", a secret that the caller passes to credential_free;
 * NULL if the credential has no user or no password. */
char *credential_basic(const struct credential *credential);
/* Returns the line "Authorization: Bearer …", a secret that the caller passes to credential_free.
 */
char *credential_bearer(const char *token);
/* Overwrites and frees a secret, which may be NULL. */
void credential_free(char *secret);
/* True if both have the same user, secrets and problem, or if both are NULL. */
bool credential_equal(const struct credential *a, const struct credential *b);
