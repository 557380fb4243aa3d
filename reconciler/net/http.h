// SPDX-License-Identifier: Apache-2.0
/*
 * Sends many HTTP/1.1 requests at the same time over connections that stay open. Hosts take turns.
 *
 * http_add queues a request, and http_run sends the queued requests and returns when all are done;
 * a `done` callback may add more. The same rules apply to every request: timeouts, size limits,
 * retries with back-off and jitter for each host, Retry-After up to a budget, redirects under the
 * policy of origin.h, and a check of the address of every connection. No request asks for a content
 * encoding. No message contains a URL's query or user info, or a secret.
 *
 * Proxies come from the environment, see proxy.h. The runner named the proxy, so its address is not
 * checked; instead the host of the URL is checked, see address_kind_of_host(). The proxy resolves
 * the host's name, so a name that only the proxy knows can't be checked.
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
    /* Requests that run at the same time, to all hosts. Those that have got no byte for
     * HTTP_SILENT_MS do not count, so that dead hosts do not keep others waiting. */
    HTTP_ACTIVE_MAX = 128,
    HTTP_SILENT_MS = 250,
    HTTP_OPEN_MAX = 768,         /* the same with those; less if the process may open fewer files */
    HTTP_HEADERS_MAX = 64 << 10, /* bytes */
    HTTP_REDIRECTS_MAX = 5,
    HTTP_WHY_MAX = 320, /* bytes of http_response.why with its NUL */
};

/* Limits in milliseconds, unless the field says otherwise; 0 means the default, which comes first
 * in each comment. */
struct http_limits {
    unsigned connect;    /* 10,000: resolving the name, TCP and TLS */
    unsigned first_byte; /* 30,000: from the start of an attempt to the first header */
    unsigned stall; /* 30,000: a transfer ends if it gets fewer than stall_bytes in this time */
    unsigned total; /* 60,000: one attempt of a request, with the answer's body */
    unsigned stall_bytes; /* 30,720 bytes */
    unsigned attempts;    /* 5 attempts of a request; fewer if there is no answer, see transfer.c */
    unsigned backoff; /* 250: the maximum of the first random delay; doubles with each failure */
    unsigned backoff_max; /* 30,000: the maximum of any random delay */
    unsigned wait_budget; /* 60,000: a host is parked if its Retry-After times add up to more */
    unsigned park; /* 30,000: a host that failed too often is parked: not contacted for so long */
};

struct http_options {
    const char *user_agent;
    struct origin_plain plain;
    const char *const *ca_files; /* PEM, added to the system's bundle */
    size_t ca_file_count;
    unsigned jobs; /* connections to each host, 1 to HTTP_JOBS_MAX; 0: HTTP_JOBS_DEFAULT */
    struct http_limits limits;
    const volatile sig_atomic_t *stop; /* NULL, or a flag that ends http_run within half a second */
};

enum http_method { HTTP_HEAD, HTTP_GET, HTTP_POST };

/* The reason why a request has no answer. */
enum http_failure {
    HTTP_ANSWERED,  /* the request has an answer: see status */
    HTTP_CANCELLED, /* the stop flag was set */
    HTTP_TIMEOUT,
    HTTP_DNS,
    HTTP_TLS,
    HTTP_NETWORK,
    HTTP_PROXY,     /* the proxy refused the request, or has no address */
    HTTP_TOO_LARGE, /* the headers or the body are longer than their limit */
    HTTP_POLICY,    /* a URL, address or redirect that is not allowed or not valid */
    HTTP_PROTOCOL,  /* any other failure; usually the answer is not valid HTTP */
    HTTP_FAILURES
};

struct http_response {
    enum http_failure failure;
    long status;         /* 0 without an answer */
    const char *headers; /* the header lines of the last answer; see http_header.h */
    const char *body;    /* never NULL; NUL-terminated, may contain NUL */
    size_t body_length;
    bool elsewhere;  /* a redirect led to another origin than the request's */
    const char *why; /* one line about failed attempts, without the request's host; "" if there
                        is nothing to say */
};

struct http_host;
struct http_hop;

/* A request belongs to the caller until http_add, then to http until `done` is called. A zeroed
 * request is a HEAD. */
struct http_request {
    const char *url;           /* https; or http, if the configuration names the host or plain_ok is
                                  set */
    const char *accept;        /* a whole header line, or NULL */
    const char *authorization; /* a whole header line, or NULL; never sent to another origin */
    const char *form;          /* HTTP_POST: the body, application/x-www-form-urlencoded */
    size_t body_max;           /* bytes; a longer body of an error (status 400 and more) is cut */
    enum http_method method;
    bool follow;   /* follow redirects of HEAD and GET */
    bool guarded;  /* connect only to public addresses, see address.h */
    bool plain_ok; /* origin_follow has allowed plain http for this URL */
    bool secret;   /* the answer's body contains a secret, which is overwritten after `done` */
    /* NULL, or called right before each attempt at `url`, but not after a redirect: the last moment
     * to set `authorization`. If `ready` returns false, the request is not sent and belongs to the
     * caller again, and `done` is not called. */
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

/* Counts since http_open. Retries and redirects are also counted as requests. */
struct http_counts {
    uint64_t heads, gets, posts, retries, redirects, connections;
    uint64_t bytes; /* bytes of headers and bodies received */
};

struct http;

/* Returns -1 if a CA file can't be read, an option is out of range or libcurl can't be set up. The
 * texts of the options must outlive the handle. */
MUST_USE int http_open(struct http **out, const struct http_options *options, struct err *err);
void http_close(struct http **http);
#define http_scope CLEANUP(http_close)

void http_add(struct http *http, struct http_request *request);
/* Sends all requests that were added, and returns when all are done. Calls `done` exactly once for
 * every request, except those for which `ready` returns false. */
void http_run(struct http *http);
struct http_counts http_counts(const struct http *http);
