// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the credential for a registry's host and path. Credentials are loaded once. Entries of
 * several files can be added; for each key, the entry that was added first wins.
 *
 * Keys are read as docker and podman write them: host, host:port, host/path, with or without
 * https:// and a trailing /v1/ or /v2/. The longest path that contains the image wins. The key of
 * Docker Hub is https://index.docker.io/v1/. Secrets are overwritten before their memory is freed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"

struct credential {
    const char *key;            /* as written in the file: safe to show */
    const char *user;           /* NULL if the entry has no user */
    const char *password;       /* a secret */
    const char *identity_token; /* a secret that is exchanged for tokens, or NULL */
    const char *registry_token; /* a secret that is sent as a Bearer token, or NULL */
    const char *problem;        /* for reports: why some or all of the credential can't be used;
                                   NULL: no problem */
};

struct credentials;

/* Returns an empty set of credentials. */
struct credentials *credentials_open(void);
void credentials_close(struct credentials **credentials);
#define credentials_scope CLEANUP(credentials_close)

/* Adds the entries of the file config.json in the folder ($DOCKER_CONFIG). Does nothing if there is
 * no such file. Returns -1 if the file can't be read, is too long or does not have docker's format;
 * in the last case err has a place. A single broken entry, or an entry that needs a credential
 * helper, becomes a credential with a problem. */
MUST_USE int credentials_add_docker_config(struct credentials *credentials, const char *folder,
                                           struct err *err);
/* Does the same with the bytes of a file; path is used in messages. */
MUST_USE int credentials_add_docker_json(struct credentials *credentials, const char *path,
                                         const char *bytes, size_t length, struct err *err);

/* Returns the credential for an image, or NULL if there is none. `host` is written as in the keys
 * of questions: "docker.io", "quay.io", "127.0.0.1:5000". */
const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path);

/* Returns the line "Authorization: Basic …", a secret that the caller passes to credential_free;
 * NULL if the credential has no user or no password. */
char *credential_basic(const struct credential *credential);
/* Returns the line "Authorization: Bearer …", a secret that the caller passes to credential_free.
 */
char *credential_bearer(const char *token);
/* Overwrites and frees a secret, which may be NULL. */
void credential_free(char *secret);
