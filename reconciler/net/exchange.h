// SPDX-License-Identifier: Apache-2.0
/*
 * One HTTP request after the other to one origin, over a kept connection, with bodies of any size
 * that are pulled as they arrive: what Git's smart protocol needs. Many small requests at once are
 * http.h's.
 *
 * Redirects are never followed. The credentials go with every request, so a caller gives URLs of
 * one origin only. Nothing is sent twice: a failure is the caller's to judge. Proxies follow
 * libcurl's own reading of the environment.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum {
    EXCHANGE_TYPE_MAX = 128,       /* bytes of a content type that are kept */
    EXCHANGE_BUFFER_MAX = 1 << 20, /* bytes that arrive ahead of exchange_read */
    EXCHANGE_HEADERS_MAX = 64 << 10,
};

/* Texts are borrowed for the life of the exchange. */
struct exchange_options {
    const char *user_agent;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    const char *username, *password;   /* Basic; both NULL for none. Never in a message */
    bool plain;                        /* http:// is allowed */
    unsigned connect_seconds;          /* name, TCP and TLS */
    unsigned silence_seconds;          /* without a byte in either direction */
    unsigned total_seconds;            /* one request with its body */
    const volatile sig_atomic_t *stop; /* ends a request within half a second; or NULL */
};

struct exchange_request {
    const char *url;
    const char *accept;       /* a content type, or NULL */
    const char *header;       /* one more header line, or NULL */
    const char *content_type; /* of the body; NULL for a GET */
    const char *body;         /* borrowed until the answer has been read */
    size_t length;
};

struct exchange_answer {
    long status;
    char content_type[EXCHANGE_TYPE_MAX]; /* lower case, without parameters; "" when not said */
    char location[512];                   /* of a redirect, without a query; "" when not said */
};

struct exchange;

MUST_USE int exchange_open(struct exchange **out, const struct exchange_options *options,
                           struct err *err);
void exchange_close(struct exchange *exchange);

/* Sends the request and waits for the headers of its answer; what was left of the answer before is
 * dropped. An answer of any status is 0; -1 when there is none. */
MUST_USE int exchange_start(struct exchange *exchange, const struct exchange_request *request,
                            struct exchange_answer *out, struct err *err);

/* Up to size bytes of the body, at least one; *got is 0 at its end. -1 when it was cut. */
MUST_USE int exchange_read(struct exchange *exchange, char *buffer, size_t size, size_t *got,
                           struct err *err);
