// SPDX-License-Identifier: Apache-2.0
/* How the files of http_* share one client while it runs; nobody else includes it. */
#pragma once

#include "reconciler/net/backoff.h"
#include "reconciler/net/certificates.h"
#include "reconciler/net/transfer.h"

/* Where a request went after redirects. */
struct http_hop {
    struct text url;
    unsigned count;
    bool guarded, elsewhere;
};

struct http_host {
    struct http_host *next;
    struct origin origin;
    bool named; /* by the runner, for plain http */
    bool answered;
    unsigned active;
    struct http_request *first, *last; /* waiting */
    struct backoff backoff;
    struct http_response parked; /* what every request gets while the host is parked */
    char why[HTTP_WHY_MAX];
};

struct http {
    struct http_options options;
    struct http_limits limits;
    CURLM *multi;
    struct certificates certificates;
    struct http_host *hosts, *turn; /* turn: the host that may start the next request */
    struct http_request *refused;   /* without a host */
    struct transfer *transfers[HTTP_ACTIVE_MAX], *idle[HTTP_ACTIVE_MAX];
    unsigned transfer_count, idle_count;
    size_t pending; /* requests added and not yet done */
    uint32_t chance;
    struct http_counts counts;
};

/* ---- http_host.c: hosts, and the requests that wait for each ---- */

/* The host that a URL names, made when it is new; NULL for what is no URL that may be asked. */
struct http_host *http_host_of(struct http *http, const char *url);
/* Behind all that wait, or before them. */
void http_enqueue(struct http_host *host, struct http_request *request, bool at_front);
/* The first that waits, or NULL. */
struct http_request *http_dequeue(struct http_host *host);

/* ---- http_outcome.c: what becomes of requests ---- */

/* The request is done: the response is its caller's to see. */
void http_deliver(struct http *http, struct http_request *request, struct http_response *response);
/* The same without an answer. */
void http_fail(struct http *http, struct http_request *request, enum http_failure failure,
               const char *why);
/* A transfer ended so: its request is done, or waits for another try or at another address. */
void http_finish(struct http *http, struct transfer *transfer,
                 const struct transfer_failure *failure);
/* The transfer is idle. */
void http_release(struct http *http, struct transfer *transfer);
