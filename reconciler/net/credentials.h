// SPDX-License-Identifier: Apache-2.0
/*
 * Credentials of registries: which one is for which host and path. They are loaded once, and looked
 * up by a pure function. Entries of several sources can be added; the first source that knows a
 * host wins.
 *
 * Keys are read as docker and podman write them: host, host:port, host/path, with or without
 * https:// and a trailing /v1/ or /v2/. The longest path that contains the image wins. Docker Hub's
 * key is https://index.docker.io/v1/. Secrets are overwritten before their memory is freed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"

struct credential {
    const char *key;            /* as written in the file: safe to show */
    const char *user;           /* NULL without user and password */
    const char *password;       /* a secret */
    const char *identity_token; /* a secret that is exchanged for tokens, or NULL */
    const char *registry_token; /* a secret that is sent as a Bearer token, or NULL */
    const char *problem;        /* why it can't be used, in words for reports; or NULL */
};

struct credentials;

/* Returns an empty set. */
struct credentials *credentials_open(void);
void credentials_close(struct credentials **credentials);
#define credentials_scope CLEANUP(credentials_close)

/* Adds `auths` of the file config.json in a folder ($DOCKER_CONFIG). A missing file adds nothing.
 * -1 with place and hint when the file can't be read or is not of this format. A single entry that
 * is broken, or that a credential helper would answer, becomes a credential with a problem. */
MUST_USE int credentials_add_docker_config(struct credentials *credentials, const char *folder,
                                           struct err *err);
/* The same from bytes; path is for messages. */
MUST_USE int credentials_add_docker_json(struct credentials *credentials, const char *path,
                                         const char *bytes, size_t length, struct err *err);

/* Returns the credential for an image, or NULL. `host` is as in questions: "docker.io", "quay.io",
 * "127.0.0.1:5000". */
const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path);

/* Returns "Authorization: Basic …", a secret to be freed by credential_free; NULL without user and
 * password. */
char *credential_basic(const struct credential *credential);
/* Returns "Authorization: Bearer …", a secret to be freed by credential_free. */
char *credential_bearer(const char *token);
/* Overwrites and frees a secret. Takes NULL. */
void credential_free(char *secret);
