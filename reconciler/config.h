// SPDX-License-Identifier: Apache-2.0
/*
 * The settings of the machine that runs weir: what may be contacted, which credential goes where,
 * and who commits. They come from the command line, from the environment and from one YAML file
 * (weir-config(5)), never from the repository.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/list.h"

enum {
    CONFIG_HOSTS_MAX = 1000,
    CONFIG_JOBS_MAX = 64,
    CONFIG_SECRET_MAX = 64 << 10, /* bytes of a token or password */
    CONFIG_CHECKS_MAX = 100,
    CONFIG_WORDS_MAX = 100,          /* of a check's command, and of its variables */
    CONFIG_CHECK_TIMEOUT_MAX = 3600, /* seconds */
};

/* An OCI image layout folder that stands for a host. */
struct config_layout {
    const char *host, *folder;
};

/* A program that gates of the kind `check` may name. */
struct config_check {
    const char *name;
    text_list command;   /* never empty; the first is a path, or a name that $PATH finds */
    text_list variables; /* of the environment, passed through */
    int64_t timeout;     /* seconds */
};

/* NULL, 0 and empty lists mean: not said. Texts live in the arena of config_read. */
struct config {
    text_list plain_http; /* HOST or HOST:PORT */
    text_list hosts;      /* the same: asked even for a stranger's repository (--untrusted) */
    LIST_OF(struct config_layout) layouts;
    text_list ca_files;        /* PEM */
    const char *docker_config; /* the folder that holds config.json */
    unsigned jobs;
    const char *branch;
    int64_t interval; /* seconds */
    struct {
        const char *name, *email;
    } author;
    struct {
        const char *username, *token; /* the token is read from a variable or a file, or NULL */
        const char *username_variable, *token_variable, *token_file;
        const char *ssh_key, *known_hosts, *cache;
        bool partial; /* of a URL only files that are read are fetched */
    } git;
    struct {
        int64_t connect, silence, total; /* seconds */
    } timeouts;
    LIST_OF(struct config_check) checks;
    const char *signing_key; /* a file */
    struct {
        bool wanted;                 /* only commits that an allowed key signed are acted upon */
        const char *allowed_signers; /* files */
        const char *gpg_keyring;
        text_list gpg_fingerprints;
    } signatures;
};

/*
 * Adds the file's settings to `config`: what is set already stays, lists grow. Unknown keys are
 * errors with a suggestion. -1 with place, message and hint when the file can't be read or says
 * something that is not allowed; relative paths in it are relative to its folder.
 */
MUST_USE int config_read(struct arena *arena, const char *path, struct config *config,
                         struct err *err);
/* The same from bytes; `path` is for messages and relative paths. */
MUST_USE int config_decode(struct arena *arena, const char *path, const char *bytes, size_t length,
                           struct config *config, struct err *err);

/* Adds "HOST[:PORT]", the same, or "HOST=FOLDER"; -1 when it is none. */
MUST_USE int config_plain_http(struct arena *arena, struct config *config, const char *text,
                               struct err *err);
MUST_USE int config_allow_host(struct arena *arena, struct config *config, const char *text,
                               struct err *err);
MUST_USE int config_layout(struct arena *arena, struct config *config, const char *text,
                           struct err *err);

/*
 * Adds what the environment says where nothing is set yet: DOCKER_CONFIG, WEIR_GIT_USERNAME,
 * WEIR_GIT_TOKEN; fetches the token that `git` names; fills in the defaults. Call it last. A check
 * that would be given the token is an error.
 */
MUST_USE int config_complete(struct arena *arena, struct config *config, struct err *err);
