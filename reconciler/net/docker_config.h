// SPDX-License-Identifier: Apache-2.0
/*
 * Reads a file of credentials in the format of docker and podman (config.json, auth.json), or in
 * docker's first format (.dockercfg), which has the entries at the top.
 *
 * A key is a host, HOST:PORT or a path below it (containers-auth.json(5)). Other spellings of a
 * host are accepted, too: a URL, which stands for its host whatever path it has; HOST/, HOST/v1/
 * and HOST/v2/; capital letters; the port 443; and the other names of Docker Hub.
 */
#pragma once

#include <stddef.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "manifests/base/list.h"
#include "reconciler/net/credential.h"

enum {
    DOCKER_CONFIG_ENTRIES_MAX = 10000,  /* of all files together */
    DOCKER_CONFIG_SECRET_MAX = 64 << 10 /* bytes; a secret must fit in a header or a form */
};

/* How the key of an entry is spelled, from the best to the worst. */
enum docker_config_spelling {
    SPELLING_PLAIN, /* HOST or HOST/PATH; whether it is exact is only known at a look-up */
    SPELLING_API,   /* https://HOST/v1/, HOST/v2/ and the like */
    SPELLING_URL,   /* a URL with another path */
};

struct docker_config_entry {
    const char *place; /* the key in its normal form; "" only for credsStore */
    enum docker_config_spelling spelling;
    bool helper;  /* an entry of credHelpers, which wins over one of auths */
    size_t file;  /* the number of the file */
    size_t order; /* the number of the entry */
    struct credential credential;
    char *secrets[3]; /* allocated; overwritten before they are freed */
};

struct docker_config {
    struct arena arena;
    LIST_OF(struct docker_config_entry) entries;
};

/* Adds the entries of a file with these bytes and this number; path is used in messages. Returns -1
 * with a place if the file does not have the format, or if there are too many entries. A single
 * broken entry, or an entry that needs a credential helper, becomes a credential with a problem. */
MUST_USE int docker_config_read(struct docker_config *config, size_t file, const char *path,
                                const char *bytes, size_t length, struct err *err);
void docker_config_done(struct docker_config *config);

/* Returns the normal form of a key, and sets *spelling. */
char *docker_config_place(struct arena *arena, const char *key,
                          enum docker_config_spelling *spelling);
