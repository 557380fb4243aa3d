// SPDX-License-Identifier: Apache-2.0
/*
 * Credentials of registries: which belongs to which host and path. Loaded once, looked up by a pure
 * function. Entries of several sources may be added; the first source that knows a host wins.
 *
 * Keys are read as docker and podman write them: host, host:port, host/path, with or without
 * https:// and a trailing /v1/ or /v2/. The longest path that holds the image wins. Docker Hub's
 * key is https://index.docker.io/v1/. Secrets are cleared from memory at the end.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"

struct credential {
    const char *key;            /* as written in the file: safe to show */
    const char *user;           /* NULL when there is no user and password */
    const char *password;       /* a secret */
    const char *identity_token; /* a secret: exchanged for tokens; or NULL */
    const char *registry_token; /* a secret: a Bearer token as it is; or NULL */
    const char *problem;        /* why it can't be used, for people; else NULL */
};

struct credentials;

/* An empty set. */
struct credentials *credentials_open(void);
void credentials_close(struct credentials **credentials);
#define credentials_scope CLEANUP(credentials_close)

/*
 * Adds `auths` of the file config.json in a folder ($DOCKER_CONFIG). No file: nothing to add. -1
 * with place and hint when it can't be read or is no such file; an entry by itself that is broken,
 * or that a credential helper would answer, becomes a credential with a problem.
 */
MUST_USE int credentials_add_docker_config(struct credentials *credentials, const char *folder,
                                           struct err *err);
/* The same for bytes; path is for messages. */
MUST_USE int credentials_add_docker_json(struct credentials *credentials, const char *path,
                                         const char *bytes, size_t length, struct err *err);

/* host as questions name it ("docker.io", "quay.io", "127.0.0.1:5000"); NULL when there is none. */
const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path);

/* "Authorization: Basic …", allocated, a secret (credential_free); NULL without user and password.
 */
char *credential_basic(const struct credential *credential);
/* "Authorization: Bearer …", allocated, a secret. */
char *credential_bearer(const char *token);
/* Clears and frees; takes NULL. */
void credential_free(char *secret);
