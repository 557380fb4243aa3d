// SPDX-License-Identifier: Apache-2.0
/*
 * HTTP requests to one origin, one after the other over a kept connection, with bodies of any size
 * that are read as they arrive: this is for Git's protocol. For many small requests at once use
 * http.h.
 *
 * Redirects are never followed. The credentials go with every request, so the caller must use URLs
 * of one origin only. No request is sent twice: the caller decides what to do about a failure.
 * Proxies follow libcurl's own reading of the environment.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum {
    EXCHANGE_TYPE_MAX = 128,       /* the longest content type that is kept, in bytes */
    EXCHANGE_BUFFER_MAX = 1 << 20, /* bytes that may arrive before exchange_read asks for them */
    EXCHANGE_HEADERS_MAX = 64 << 10,
};

/* All texts must outlive the exchange. */
struct exchange_options {
    const char *user_agent;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    const char *username, *password;   /* for Basic authentication; both NULL: no credentials. They
                                          never enter a message */
    bool plain;                        /* http:// is allowed */
    unsigned connect_seconds;          /* milliseconds for name, TCP and TLS */
    unsigned silence_seconds;          /* milliseconds without a byte in either direction */
    unsigned total_seconds;            /* milliseconds of one request with its body */
    const volatile sig_atomic_t *stop; /* when set, ends a request within half a second; or NULL */
};

struct exchange_request {
    const char *url;
    const char *accept;       /* a content type, or NULL */
    const char *header;       /* another header line, or NULL */
    const char *content_type; /* the content type of the body; NULL: the request is a GET */
    const char *body;         /* must stay until the answer has been read */
    size_t length;
};

struct exchange_answer {
    long status;
    char content_type[EXCHANGE_TYPE_MAX]; /* lower case, without parameters; "" when the server gave
                                             none */
    char location[512]; /* the target of a redirect, without its query; "" when the server gave none
                         */
};

struct exchange;

MUST_USE int exchange_open(struct exchange **out, const struct exchange_options *options,
                           struct err *err);
void exchange_close(struct exchange *exchange);

/* Sends the request and waits for the headers of its answer. An unread rest of the previous answer
 * is dropped. 0 for an answer of any status; -1 without an answer. */
MUST_USE int exchange_start(struct exchange *exchange, const struct exchange_request *request,
                            struct exchange_answer *out, struct err *err);

/* Reads up to size bytes of the body, at least one; *got is 0 at its end. -1 when the body was cut.
 */
MUST_USE int exchange_read(struct exchange *exchange, char *buffer, size_t size, size_t *got,
                           struct err *err);
