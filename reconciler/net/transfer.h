// SPDX-License-Identifier: Apache-2.0
/* A reused easy handle of libcurl and the data that arrives through it. Private to this folder. */
#pragma once

#include <curl/curl.h>

#include "reconciler/net/http.h"

struct transfer {
    CURL *easy;
    struct http_request *request; /* NULL while idle */
    struct http_host *host;
    const struct http_limits *limits;
    enum http_method method;    /* as set on the handle */
    bool guarded;               /* as set on the handle */
    struct curl_slist lines[3]; /* request headers; the texts belong to the request */
    struct text headers, body;  /* header lines of the last answer */
    unsigned window;            /* the window of the host's back-off when it began */
    long status;                /* the status, from the time when its line arrives */
    bool secret; /* a copy, because the request may be gone when the body is cleared */
    bool headers_done, too_large, cut, refused;
    int64_t begun, stall_from;     /* milliseconds */
    uint64_t received, stall_seen; /* bytes */
    char text[CURL_ERROR_SIZE];
};

/* A kind of failure, and how often a request may be tried again after it. */
struct transfer_failure {
    enum http_failure failure;
    const char *sentence;
    unsigned attempts; /* the most attempts; 0: as the limits say */
};

/* Sets up the handle. ca_path is a PEM bundle, or NULL for libcurl's own. */
void transfer_open(struct transfer *transfer, const struct http_options *options,
                   const struct http_limits *limits, const char *ca_path);
void transfer_close(struct transfer *transfer);
/* Prepares the handle for a request to this URL. */
void transfer_arm(struct transfer *transfer, struct http_request *request, const char *url,
                  bool guarded, bool authorized, int64_t now);
/* Frees big buffers and forgets the request. */
void transfer_disarm(struct transfer *transfer);
/* True when one of the transfer's time limits is over. */
bool transfer_late(struct transfer *transfer, int64_t now);
/* Returns the failure of a finished transfer, which is HTTP_ANSWERED when it has an answer. */
const struct transfer_failure *transfer_judge(const struct transfer *transfer, CURLcode code);
extern const struct transfer_failure transfer_timeout;
