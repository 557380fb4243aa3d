// SPDX-License-Identifier: Apache-2.0
/*
 * The configuration of the machine that runs weir: which hosts may be contacted, which credential
 * goes where, which programs gates may ask, and who commits. It comes from options, from the
 * environment and from one YAML file (weir-config(5)), never from the repository.
 *
 * It is put together in this order: the options (the functions below), the file (config_file.h),
 * the environment and the defaults (config_complete.h).
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/list.h"

enum {
    CONFIG_HOSTS_MAX = 1000,
    CONFIG_JOBS_MAX = 64,
    CONFIG_CHECKS_MAX = 100,
    CONFIG_WORDS_MAX = 100,          /* words of a check's command, and variables of a check */
    CONFIG_CHECK_TIMEOUT_MAX = 3600, /* seconds */
};

/* A folder with OCI image layouts that answers for a host. */
struct config_layout {
    const char *host, *folder;
};

/* Token servers on other hosts that get the credentials of a registry. */
struct config_realm {
    const char *registry;
    text_list hosts; /* HOST or HOST:PORT */
};

/* A program that gates of the kind `check` may name. */
struct config_check {
    const char *name;
    text_list command;   /* never empty; the first is a path, or a name that $PATH finds */
    text_list variables; /* names of environment variables that are passed to the program */
    int64_t timeout;     /* seconds */
};

/* NULL, 0, false and an empty list mean "not set". Texts live in the arena that the functions get,
 * on the command line or in the environment. */
struct config {
    text_list plain_http; /* hosts that may be contacted by http: HOST or HOST:PORT */
    text_list hosts;      /* hosts that diff --untrusted may contact: HOST or HOST:PORT */
    LIST_OF(struct config_layout) layouts;
    text_list ca_files;        /* PEM */
    const char *docker_config; /* the folder with config.json; wins over the environment */
    LIST_OF(struct config_realm) trusted_realms;
    text_list credential_files; /* files with the registries' credentials, see credentials.h */
    unsigned jobs;
    const char *branch;
    int64_t interval; /* seconds */
    struct {
        const char *name, *email;
    } author;
    struct {
        const char *username, *token; /* the token comes from a variable or a file */
        const char *username_variable, *token_variable, *token_file;
        const char *ssh_key, *known_hosts, *cache;
        bool partial; /* for a repository by URL: fetch only the files that weir reads */
    } git;
    struct {
        int64_t connect, silence, total; /* seconds */
    } timeouts;
    LIST_OF(struct config_check) checks;
    const char *signing_key; /* a file */
    struct {
        bool wanted;                 /* refuse commits without a signature by an allowed key */
        const char *allowed_signers; /* files */
        const char *gpg_keyring;
        text_list gpg_fingerprints;
    } signatures;
};

/* Adds a host to one of the lists. Returns -1 if the text is not HOST or HOST:PORT, or if the list
 * is full. */
MUST_USE int config_add_host(struct arena *arena, text_list *hosts, const char *host,
                             struct err *err);
/* Adds an image layout. Does nothing if the host has a layout already. Returns -1 if `host` is not
 * HOST or HOST:PORT, if the folder is blank, or if the list is full. */
MUST_USE int config_add_layout(struct arena *arena, struct config *config, const char *host,
                               const char *folder, struct err *err);

/* These functions add the values of --plain-http, --allow-host and --oci-layout (HOST=FOLDER). They
 * return -1 if the value is not valid or a list is full. */
MUST_USE int config_plain_http(struct arena *arena, struct config *config, const char *text,
                               struct err *err);
MUST_USE int config_allow_host(struct arena *arena, struct config *config, const char *text,
                               struct err *err);
MUST_USE int config_layout(struct arena *arena, struct config *config, const char *text,
                           struct err *err);
