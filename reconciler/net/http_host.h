// SPDX-License-Identifier: Apache-2.0
/* Hosts, and the requests that wait for each; private to the files http_*. */
#pragma once

#include "reconciler/net/http_state.h"

/* Returns the host of the URL, and creates it when it is new; NULL when the URL is not http or
 * https, or can't be parsed. */
struct http_host *http_host_of(struct http *http, const char *url);
/* Adds a request after all that wait, or before them. */
void http_host_enqueue(struct http_host *host, struct http_request *request, bool at_front);
/* Removes and returns the first waiting request, or NULL. */
struct http_request *http_host_dequeue(struct http_host *host);
