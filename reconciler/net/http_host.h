// SPDX-License-Identifier: Apache-2.0
/* Keeps the hosts and the requests that wait for each; private to the files http_*. */
#pragma once

#include "reconciler/net/http_state.h"

/* Returns the host of the URL; creates it if it is new. Returns NULL if origin_parse does not
 * accept the URL. */
struct http_host *http_host_of(struct http *http, const char *url);
/* Adds a request after all waiting requests, or before them if `at_front` is set. */
void http_host_enqueue(struct http_host *host, struct http_request *request, bool at_front);
/* Removes and returns the first waiting request, or returns NULL if none waits. */
struct http_request *http_host_dequeue(struct http_host *host);
