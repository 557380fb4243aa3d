// SPDX-License-Identifier: Apache-2.0
/* The outcome of a request: an answer, a failure, another try, another address. Private to the
 * files http_*. */
#pragma once

#include "reconciler/net/http_state.h"

/* Ends the request with this response: calls its `done`, and then the request is its caller's. */
void http_outcome_deliver(struct http *http, struct http_request *request,
                          struct http_response *response);
/* Ends the request with a failure instead of an answer. */
void http_outcome_fail(struct http *http, struct http_request *request, enum http_failure failure,
                       const char *why);
/* Takes a transfer that has ended: its request ends too, or waits for another try or at another
 * address. The transfer is idle afterwards. */
void http_outcome_finish(struct http *http, struct transfer *transfer,
                         const struct transfer_failure *failure);
/* Makes a transfer idle whose request is taken from it. */
void http_outcome_release(struct http *http, struct transfer *transfer);
