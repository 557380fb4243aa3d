// SPDX-License-Identifier: Apache-2.0
/*
 * What a host wants to see before it answers, and who fetches it: challenges, Basic credentials,
 * and one Bearer token a repository however many requests wait for it. Private to this folder.
 *
 * The first request to a host goes alone and without a secret; what it is refused with is known
 * for all others. A credential goes only to the host that it is for, or to a token server on that
 * host (auth.docker.io for Docker Hub).
 */
#pragma once

#include "manifests/base/list.h"
#include "manifests/base/set.h"
#include "reconciler/net/credentials.h"
#include "reconciler/net/http.h"
#include "reconciler/registry/challenge.h"
#include "reconciler/registry/registry.h"

enum access_state {
    ACCESS_SEND,   /* the request may go */
    ACCESS_WAIT,   /* it was taken into a list and is added again later */
    ACCESS_FAILED, /* it can't be answered: see class and detail of the repository */
};

enum host_state { HOST_FRESH, HOST_PROBING, HOST_OPEN };
enum scope_kind { SCOPE_OURS, SCOPE_THEIRS, SCOPE_NONE };

struct access_host {
    const char *name; /* as questions have it */
    const char *base; /* "https://registry-1.docker.io" */
    struct http_host *http_host;
    enum host_state state;
    struct http_request *probe;
    struct http_request *waiting; /* for the probe */
    bool head_unsupported;
    size_t page;                  /* which of the sizes of a page of tags it takes, see network.c */
    enum challenge_scheme scheme; /* CHALLENGE_OTHER while it has asked for nothing */
    char *realm;                  /* absolute; malloc'd with the others below */
    char *service, *scope;
    enum scope_kind scope_kind;
    bool realm_guarded, realm_plain, realm_trusted;
};

struct access_repository {
    struct registry_access *access;
    struct access_host *host;
    const char *path; /* "library/nginx" */
    const struct credential *credential;
    char *basic;         /* header line, a secret; NULL when there is none */
    char *bearer;        /* header line, a secret; NULL while there is none */
    int64_t expires;     /* milliseconds of the monotonic clock */
    unsigned generation; /* of bearer */
    struct http_request token_request;
    struct text token_url, token_form;
    bool fetching, posting;
    struct http_request *waiting; /* for the token */
    bool failed;                  /* until access_begin */
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
    struct set names;        /* finds them */
    LIST_OF(char *) retired; /* header lines with tokens that were replaced */
    uint64_t tokens, refused;
};

/* http and credentials must outlive it. */
void access_open(struct registry_access *access, struct http *http, struct credentials *credentials,
                 struct origin_plain plain);
void access_done(struct registry_access *access);
/* Before a batch: what failed may be tried again, hosts without a challenge are probed again. */
void access_begin(struct registry_access *access);
/* The repository of this name, made when it is new; good until access_done. */
struct access_repository *access_repository(struct registry_access *access, const char *host,
                                            const char *path);

/* Queues a request to the repository: at once, or after the first one to its host. */
void access_add(struct access_repository *repository, struct http_request *request);
/* For http_request.ready: sets request->authorization. *generation: of the token that it carries.
 */
enum access_state access_ready(struct access_repository *repository, struct http_request *request,
                               unsigned *generation);
/* After any answer: releases those that waited for the first one. */
void access_answered(struct access_repository *repository, const struct http_request *request);
/* The class of a failure, or of a status that is no answer. */
enum registry_class access_class(const struct http_response *response);
/*
 * After 401. ACCESS_SEND: add the request again (access_add). carried, generation: what it was sent
 * with; retried: it was sent with a fresh token already.
 */
enum access_state access_refused(struct access_repository *repository,
                                 const struct http_response *response, bool carried,
                                 unsigned generation, bool retried);
/* Why a configured credential was not used, or NULL: what is not found may then only be hidden. */
const char *access_withheld(const struct access_repository *repository);
