// SPDX-License-Identifier: Apache-2.0
/*
 * Many HTTP requests at once over kept connections: one curl multi, HTTP/1.1, fair between hosts.
 *
 * Requests are queued with http_add and sent by http_run, which returns when all are done; a done
 * callback may add more. Everything that is the same for every request is decided here: timeouts,
 * caps, retries with back-off and jitter per host, Retry-After up to a budget, redirects under the
 * origin policy, and a guard on the address of every connection. Bodies are taken as sent (no
 * content encodings). No message holds a URL's query, user info, a token or a header's value.
 *
 * Proxies follow libcurl's own reading of the environment (http_proxy, HTTPS_PROXY, NO_PROXY …);
 * the address guard then sees the proxy's address.
 */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "manifests/base/err.h"
#include "manifests/base/text.h"
#include "reconciler/net/origin.h"

enum {
    HTTP_JOBS_DEFAULT = 8,
    HTTP_JOBS_MAX = 64,
    HTTP_ACTIVE_MAX = 128, /* requests that run at all hosts together */
    HTTP_HEADERS_MAX = 64 << 10,
    HTTP_REDIRECTS_MAX = 5,
    HTTP_WHY_MAX = 320,
};

/* Milliseconds unless the name says bytes; 0 means the default, which is given first. */
struct http_limits {
    unsigned connect;     /* 10,000: name, TCP and TLS */
    unsigned first_byte;  /* 30,000: from the start of the request to the first header */
    unsigned stall;       /* 30,000: fewer than stall_bytes in this time end a transfer */
    unsigned total;       /* 60,000 */
    unsigned stall_bytes; /* 30,720 */
    unsigned attempts;    /* 5: of one request; at most 3 when the host does not answer */
    unsigned backoff;     /* 250: doubled after each failure in a row, with full jitter */
    unsigned backoff_max; /* 30,000 */
    unsigned wait_budget; /* 60,000: a host that asks for a longer wait (Retry-After) is parked */
    unsigned park;        /* 30,000: how long a host that did not answer is left alone */
};

struct http_options {
    const char *user_agent;
    struct origin_plain plain;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned jobs; /* connections a host, 1 to HTTP_JOBS_MAX; 0: HTTP_JOBS_DEFAULT */
    struct http_limits limits;
    const volatile sig_atomic_t *stop; /* NULL, or a flag that ends http_run within half a second */
};

enum http_method { HTTP_HEAD, HTTP_GET, HTTP_POST };

/* Why a request has no answer. */
enum http_failure {
    HTTP_ANSWERED,  /* it has an answer: see status */
    HTTP_CANCELLED, /* the stop flag */
    HTTP_TIMEOUT,
    HTTP_DNS,
    HTTP_TLS,
    HTTP_NETWORK,
    HTTP_TOO_LARGE, /* passed body_max or HTTP_HEADERS_MAX */
    HTTP_POLICY,    /* an address, scheme or redirect that is not allowed */
    HTTP_PROTOCOL,  /* the answer is not HTTP */
    HTTP_FAILURES
};

struct http_response {
    enum http_failure failure;
    long status;         /* 0 without an answer */
    const char *headers; /* the header lines of the last answer; see http_header.h */
    const char *body;    /* never NULL; NUL-terminated, may contain NUL */
    size_t body_length;
    bool elsewhere;  /* after a redirect, the answer came from another origin than the request's */
    const char *why; /* details of a failure, one line without the host; may be "" */
};

struct http_host;
struct http_hop;

/* A request belongs to the caller until http_add, then to http until `done` is called. A zeroed one
 * is a HEAD. */
struct http_request {
    const char
        *url; /* http or https; http needs a host that the configuration names, or plain_ok */
    const char *accept;        /* a whole header line, or NULL */
    const char *authorization; /* a whole header line, or NULL; never sent to another origin */
    const char *form;          /* HTTP_POST: the body, application/x-www-form-urlencoded */
    size_t body_max;           /* bytes; error answers (400 and more) have a maximum of their own */
    enum http_method method;
    bool follow;   /* follow redirects of HEAD and GET */
    bool guarded;  /* connect only to public addresses */
    bool plain_ok; /* origin_follow has allowed plain http for this URL */
    bool secret;   /* the body contains a secret, which is overwritten after done */
    /* NULL, or called right before each attempt, as the last moment to set authorization. If it
     * returns false, the request is taken back: it belongs to the caller again and counts as never
     * added. */
    bool (*ready)(struct http_request *request);
    void (*done)(struct http_request *request, const struct http_response *response);
    void *context; /* the caller's */

    /* Private to http. The host may be copied from an earlier request to the same origin, which
     * saves parsing the URL. */
    struct http_host *host;
    struct http_hop *hop;
    struct http_request *next;
    unsigned attempt;
};

/* Counts since http_open; retries and redirects also count in their method. */
struct http_counts {
    uint64_t heads, gets, posts, retries, redirects, connections;
    uint64_t bytes; /* bytes of headers and bodies received */
};

struct http;

/* -1 when a CA file can't be read or an option is out of range. The texts of the options must
 * outlive the handle. */
MUST_USE int http_open(struct http **out, const struct http_options *options, struct err *err);
void http_close(struct http **http);
#define http_scope CLEANUP(http_close)

void http_add(struct http *http, struct http_request *request);
/* Sends all requests that were added, until all are done. Calls every request's `done` exactly
 * once. */
void http_run(struct http *http);
struct http_counts http_counts(const struct http *http);
