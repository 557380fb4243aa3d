// SPDX-License-Identifier: Apache-2.0
/*
 * Sends HTTP requests to one origin, one after the other over a connection that stays open. Answers
 * may have bodies of any size, which are read as they arrive: this is for Git's protocol. For many
 * small requests at the same time use http.h.
 *
 * Redirects are never followed. Every request carries the credentials, so the caller must use URLs
 * of one origin only. This file never repeats a request: the caller decides what to do about a
 * failure. Proxies come from the environment, see proxy.h.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/err.h"

enum {
    EXCHANGE_LOCATION_MAX = 2048,    /* bytes of a redirect's URL with its NUL */
    EXCHANGE_TYPE_MAX = 128,         /* bytes of a content type with its NUL; the rest is cut */
    EXCHANGE_BUFFER_MAX = 1 << 20,   /* bytes that are kept until exchange_read asks for them */
    EXCHANGE_HEADERS_MAX = 64 << 10, /* bytes; longer headers are an error */
};

/* All texts must outlive the exchange. */
struct exchange_options {
    const char *user_agent;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    const char *username, *password;   /* for Basic authentication; never in messages. Both NULL:
                                          no credentials */
    bool plain;                        /* http:// is allowed */
    unsigned connect_seconds;          /* seconds at most for resolving the name, TCP and TLS */
    unsigned silence_seconds;          /* seconds at most without a byte in either direction */
    unsigned total_seconds;            /* seconds at most for one request and its answer */
    const volatile sig_atomic_t *stop; /* NULL, or a flag that ends a request within 0.5 seconds */
};

struct exchange_request {
    const char *url;
    const char *accept;       /* a content type, or NULL */
    const char *header;       /* another header line, or NULL */
    const char *content_type; /* the content type of the body; NULL: the request is a GET */
    const char *body; /* the body of a POST; must stay valid until the answer has been read */
    size_t length;
};

struct exchange_answer {
    long status;
    char content_type[EXCHANGE_TYPE_MAX]; /* lower case, without parameters; "" if none was sent */
    /* The absolute URL of a redirect without query and fragment; "" if none was sent, or if it is
     * too long, is not an http or https URL or has user info. */
    char location[EXCHANGE_LOCATION_MAX];
};

struct exchange;

MUST_USE int exchange_open(struct exchange **out, const struct exchange_options *options,
                           struct err *err);
void exchange_close(struct exchange *exchange);

/* Uses another password for later requests. libcurl copies it. */
void exchange_set_password(struct exchange *exchange, const char *password);

/* Sends the request and waits for the headers of its answer. Drops the unread rest of the previous
 * answer. Returns 0 for an answer of any status, or -1 if there is no answer. */
MUST_USE int exchange_start(struct exchange *exchange, const struct exchange_request *request,
                            struct exchange_answer *out, struct err *err);

/* Reads 1 to `size` bytes of the body, or sets *got to 0 at the end of the body. Returns -1 if the
 * body is incomplete, a time limit is over or the stop flag is set. */
MUST_USE int exchange_read(struct exchange *exchange, char *buffer, size_t size, size_t *got,
                           struct err *err);
