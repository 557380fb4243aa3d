// SPDX-License-Identifier: Apache-2.0
/* Defines struct http for http.c and the files http_*; no other file includes this header. */
#pragma once

#include "reconciler/net/address.h"
#include "reconciler/net/backoff.h"
#include "reconciler/net/certificates.h"
#include "reconciler/net/proxy.h"
#include "reconciler/net/transfer.h"

enum { HTTP_PARKED_BODY_MAX = 1024 }; /* bytes of the body that is kept for a parked host */

/* The current address of a request that was redirected. */
struct http_hop {
    struct text url;
    unsigned count;
    bool guarded, elsewhere;
};

struct http_host {
    struct http_host *next;
    struct origin origin;
    bool named;             /* the configuration names this host for plain http */
    const char *proxy;      /* the URL of the proxy, or NULL */
    enum address_kind kind; /* with a proxy: the kind of the host in the URL */
    bool answered;
    unsigned active;
    struct http_request *first, *last; /* the waiting requests */
    struct backoff backoff;
    struct http_response parked; /* the answer to every request while the host is parked */
    char why[HTTP_WHY_MAX], body[HTTP_PARKED_BODY_MAX];
};

struct http {
    struct http_options options;
    struct http_limits limits;
    CURLM *multi;
    struct certificates certificates;
    struct proxy_settings proxies;
    struct http_host *hosts, *turn; /* turn: the host that may start the next request */
    struct http_request *refused;   /* requests that may not be sent */
    /* All transfers, and the idle ones, which run no request. */
    struct transfer *transfers[HTTP_OPEN_MAX], *idle[HTTP_OPEN_MAX];
    unsigned transfer_count, idle_count;
    unsigned open_max; /* the most transfers: at most HTTP_OPEN_MAX */
    unsigned silent;   /* transfers that had no byte for HTTP_SILENT_MS, at the last look */
    size_t pending;    /* number of requests that were added and are not done */
    uint32_t chance;   /* state of the random number generator; never 0 */
    struct http_counts counts;
};
