// SPDX-License-Identifier: Apache-2.0
/*
 * Authorizes requests to the hosts of registries: handles challenges, Basic credentials, and one
 * Bearer token for each repository, however many requests wait for it. Private to this folder.
 *
 * The first request to a host is sent alone, without a secret unless a registry token is
 * configured; the challenge in its answer is then used for all requests to that host. A credential
 * goes only to its own host, to a token server on that host (auth.docker.io for Docker Hub), or to
 * a token server that the options name for that host.
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
    ACCESS_WAIT,   /* the request waits in a list and is added to http later */
    ACCESS_FAILED, /* the request can't be answered: see the repository's class and detail */
};

/* The state of a host: before its first request, while that request runs, and after its answer. */
enum host_state { HOST_FRESH, HOST_PROBING, HOST_OPEN };

struct access_host {
    const char *name; /* the name in questions, such as "docker.io" */
    const char *base; /* "https://registry-1.docker.io" */
    struct http_host *http_host;
    enum host_state state;
    struct http_request *probe;   /* the first request, while it runs */
    struct http_request *waiting; /* requests that wait for the probe */
    bool head_unsupported;
    size_t page;                  /* index of the page size for lists of tags, see network.c */
    enum challenge_scheme scheme; /* CHALLENGE_OTHER until the host sends a challenge */
    char *realm;                  /* absolute URL; allocated with malloc, like service and scope */
    char *service;
    char *scope;        /* the challenge's scope if it names no repository; or NULL */
    bool realm_guarded; /* connect to the realm only at a public address */
    bool realm_plain;   /* the realm uses plain http */
    char *distrust;     /* why the realm may not get the credentials of the registry; or NULL */
};

struct access_repository {
    struct registry_access *access;
    struct access_host *host;
    const char *path; /* "library/nginx" */
    bool exists;      /* the registry has shown that the repository exists */
    const struct credential *credential;
    char *basic;         /* header line, a secret; NULL if no user and password are known */
    char *bearer;        /* header line, a secret; NULL if there is no token */
    char *scope;         /* the scope in the challenges to this repository's requests; or NULL */
    int64_t expires;     /* when the token expires, a time of clock_ms() */
    unsigned generation; /* number of the bearer token */
    bool known_good;     /* the token server has accepted the credential before */
    bool tried_again;    /* a token was requested again in this batch after a refusal */
    bool renewed;        /* the credential was replaced in this batch */
    struct http_request token_request;
    struct text token_url, token_form;
    bool fetching, posting;
    struct http_request *waiting; /* requests that wait for the token */
    bool failed;                  /* the request for a token failed; reset by access_begin */
    enum registry_class class;
    char detail[ERR_MESSAGE_MAX];
};

/* A repository, and its host and path, which are its key. */
struct access_name {
    const char *host, *path;
    struct access_repository *repository;
};

struct registry_access {
    struct arena arena;
    struct http *http;
    struct credentials *credentials;
    const struct registry_options *options; /* which hosts are trusted; borrowed */
    LIST_OF(struct access_host *) hosts;
    LIST_OF(struct access_name) repositories;
    struct set names;        /* the index of the repositories */
    LIST_OF(char *) retired; /* header lines with replaced secrets, which are freed later */
    bool renewed;            /* the credentials were read again in this batch after a refusal */
    uint64_t tokens, refused;
};

/* Sets up an empty access. All arguments must stay valid until the last request is done. */
void access_open(struct registry_access *access, struct http *http, struct credentials *credentials,
                 const struct registry_options *options);
void access_done(struct registry_access *access);
/* Begins a batch of requests. Repositories that failed are tried again, and hosts that have sent no
 * challenge are probed again. */
void access_begin(struct registry_access *access);
/* Returns the repository of this name, and creates it if it is new. It is valid until access_done.
 */
struct access_repository *access_repository(struct registry_access *access, const char *host,
                                            const char *path);

/* Reads the credentials again, once in a batch. Returns true if the repository has another
 * credential than at the beginning of the batch. */
bool access_renew(struct access_repository *repository);
/* Returns why the configured credential can't be used; NULL if it can, or if none is configured. If
 * it can't be used, "not found" may only mean that the registry hides the image. */
const char *access_withheld(const struct access_repository *repository);
/* Returns the class of a failed request: one without an answer, or with an error status. */
enum registry_class access_class(const struct http_response *response);

/* The functions below are shared by the files access_*. */

/* Sets class and detail of a failure, and returns ACCESS_FAILED. */
enum access_state access_fail(struct access_repository *repository, enum registry_class class,
                              const char *detail);
/* Adds the requests of a list to http, in the order in which they began to wait; the list has them
 * in reverse. */
void access_add_waiting(struct access_repository *repository, struct http_request **waiting);
/* Forgets the repository's token. Its header line is freed later, by access_begin or access_done,
 * because running requests may still point to the line. */
void access_drop_token(struct access_repository *repository);
void access_forget_challenge(struct access_host *host);
