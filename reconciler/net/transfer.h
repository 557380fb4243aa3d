// SPDX-License-Identifier: Apache-2.0
/* Runs one request after the other on an easy handle of libcurl, and keeps the data of the current
 * answer. Private to this folder. */
#pragma once

#include <curl/curl.h>

#include "reconciler/net/address.h"
#include "reconciler/net/http.h"

struct transfer {
    CURL *easy;
    struct http_request *request; /* NULL while idle */
    struct http_host *host;
    const struct http_limits *limits;
    enum http_method method;    /* as set on the handle */
    bool guarded;               /* as set on the handle */
    const char *proxy;          /* as set on the handle; NULL: no proxy */
    struct curl_slist lines[3]; /* request headers; the texts belong to the request */
    struct text headers, body;  /* header lines and body of the last answer */
    unsigned window;            /* the host's back-off window in which the request began */
    long status;                /* 0 until the status line has arrived */
    bool secret; /* copy of request->secret: the request may be gone when the body is cleared */
    bool headers_done, too_large, cut, refused;
    int64_t begun, stall_from;     /* milliseconds */
    uint64_t received, stall_seen; /* bytes */
    char text[CURL_ERROR_SIZE];
};

/* A kind of failure, and how many attempts a request with this failure may have. */
struct transfer_failure {
    enum http_failure failure;
    const char *sentence;
    unsigned attempts; /* maximum of attempts; 0: the status decides, see http_outcome.c */
};

/* Sets up the handle. ca_path is a PEM bundle; NULL: the default bundle of libcurl. */
void transfer_open(struct transfer *transfer, const struct http_options *options,
                   const struct http_limits *limits, const char *ca_path);
void transfer_close(struct transfer *transfer);
/* True if a request may connect to a host of this kind. */
bool transfer_allows(enum address_kind kind, bool guarded);
/* The sentence for hosts that no request may connect to. */
extern const char transfer_refused[];
/* Prepares the handle for a request to this URL. proxy: the URL of the proxy, which the caller has
 * found by proxy_find and whose host it has checked; NULL: none. `authorized`: send
 * request->authorization. */
void transfer_arm(struct transfer *transfer, struct http_request *request, const char *url,
                  const char *proxy, bool guarded, bool authorized, int64_t now);
/* Forgets the request. Overwrites the body if it contains a secret, and frees a large buffer. */
void transfer_disarm(struct transfer *transfer);
/* True if the transfer has reached its limit for the whole request or for the first byte, or was
 * too slow in the last stall period. Must be called regularly, because it also starts the next
 * stall period. */
bool transfer_late(struct transfer *transfer, int64_t now);
/* Returns the failure of a finished transfer; HTTP_ANSWERED if it has an answer. */
const struct transfer_failure *transfer_judge(const struct transfer *transfer, CURLcode code);
extern const struct transfer_failure transfer_timeout;
