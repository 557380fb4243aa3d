// SPDX-License-Identifier: Apache-2.0
/*
 * Finds the credential for a registry's host and path in files of docker's format. The files are
 * read again when they change, because mounted secrets are replaced while the program runs.
 *
 * The first file that has a credential for the image wins. In one file, the longest path that
 * contains the image wins; of several keys for one path, the one that is spelled like it wins, and
 * then the first one. An entry that can't be used loses against one that can.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/err.h"
#include "reconciler/net/credential.h"

struct credentials;

/* Reads the files, in their order. A file that does not exist has no entries, also later on.
 * Returns -1 if a file can't be read, is too long or does not have docker's format; in the last
 * case err has a place. */
MUST_USE int credentials_open(struct credentials **out, const char *const *paths, size_t count,
                              struct err *err);
/* Accepts a pointer to NULL. */
void credentials_close(struct credentials **credentials);
#define credentials_scope CLEANUP(credentials_close)

/* Reads the files again if one of them has changed, or in any case if `always` is set. Returns true
 * if they were read: the caller must then look up its credentials again. The earlier ones stay
 * valid until the next time. If a file can't be read, keeps the earlier entries and returns false.
 */
bool credentials_refresh(struct credentials *credentials, bool always);
/* Returns why the files could not be read again the last time; NULL if they could. */
const char *credentials_trouble(const struct credentials *credentials);

/* Returns the credential for an image, or NULL if there is none. `host` is written as in the keys
 * of questions: "docker.io", "quay.io", "127.0.0.1:5000". */
const struct credential *credentials_find(const struct credentials *credentials, const char *host,
                                          const char *path);
