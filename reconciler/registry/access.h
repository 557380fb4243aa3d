// SPDX-License-Identifier: Apache-2.0
/*
 * Access to the hosts of registries: challenges, Basic credentials, and one Bearer token for each
 * repository, however many requests wait for it. Private to this folder.
 *
 * The first request to a host goes alone and without a secret; the challenge in its answer then
 * holds for all requests to that host. A credential goes only to its own host, or to a token server
 * on that host (auth.docker.io for Docker Hub).
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/set.h"
#include "reconciler/net/credentials.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/challenge.h"
#include "reconciler/registry/registry.h"

enum access_state {
    ACCESS_SEND,   /* the request may be sent */
    ACCESS_WAIT,   /* the request waits in a list and is added again later */
    ACCESS_FAILED, /* the request can't be answered: see class and detail of the repository */
};

enum host_state { HOST_FRESH, HOST_PROBING, HOST_OPEN };
enum scope_kind { SCOPE_OURS, SCOPE_THEIRS, SCOPE_NONE };

struct access_host {
    const char *name; /* as in questions */
    const char *base; /* "https://registry-1.docker.io" */
    struct http_host *http_host;
    enum host_state state;
    struct http_request *probe;
    struct http_request *waiting; /* requests that wait for the probe */
    bool head_unsupported;
    size_t page;                  /* index of the page size for lists of tags, see network.c */
    enum challenge_scheme scheme; /* CHALLENGE_OTHER as long as it has not sent a challenge */
    char *realm;                  /* absolute; allocated with malloc, like the others below */
    char *service, *scope;
    enum scope_kind scope_kind;
    bool realm_guarded, realm_plain, realm_trusted;
};

struct access_repository {
    struct registry_access *access;
    struct access_host *host;
    const char *path; /* "library/nginx" */
    const struct credential *credential;
    char *basic;         /* header line, a secret; NULL without user and password */
    char *bearer;        /* header line, a secret; NULL without a token */
    int64_t expires;     /* milliseconds of clock_ms */
    unsigned generation; /* number of the bearer token */
    struct http_request token_request;
    struct text token_url, token_form;
    bool fetching, posting;
    struct http_request *waiting; /* requests that wait for the token */
    bool failed;                  /* stays until access_begin */
    enum registry_class class;
    char detail[ERR_MESSAGE_MAX];
};

/* A repository and its key. */
struct access_name {
    const char *host, *path;
    struct access_repository *repository;
};

struct registry_access {
    struct arena arena;
    struct http *http;
    struct credentials *credentials;
    struct origin_plain plain;
    LIST_OF(struct access_host *) hosts;
    LIST_OF(struct access_name) repositories;
    struct set names;        /* the index of the repositories */
    LIST_OF(char *) retired; /* header lines with tokens that were replaced, to be freed later */
    uint64_t tokens, refused;
};

/* Sets up an empty access. http and credentials must outlive it. */
void access_open(struct registry_access *access, struct http *http, struct credentials *credentials,
                 struct origin_plain plain);
void access_done(struct registry_access *access);
/* Begins a batch of requests: failed repositories may be tried again, and hosts without a challenge
 * are probed again. */
void access_begin(struct registry_access *access);
/* Returns the repository of this name, and creates it when it is new. It is valid until
 * access_done. */
struct access_repository *access_repository(struct registry_access *access, const char *host,
                                            const char *path);

/* Why a configured credential was not used, or NULL. If there is a reason, an image that is not
 * found may only be hidden. */
const char *access_withheld(const struct access_repository *repository);
/* Returns the class of a failed request, or of a status that is not a registry's answer. */
enum registry_class access_class(const struct http_response *response);

/* Tools of the files access_*. */

/* Sets class and detail of a failure, and returns ACCESS_FAILED. */
enum access_state access_fail(struct access_repository *repository, enum registry_class class,
                              const char *detail);
/* Adds the requests of the list, which has them in reverse, in the order of the questions. */
void access_add_waiting(struct access_repository *repository, struct http_request **waiting);
/* Sets the token aside. Running requests may still point to its header line; it is freed when no
 * request can. */
void access_drop_token(struct access_repository *repository);
void access_forget_challenge(struct access_host *host);
