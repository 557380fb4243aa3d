// SPDX-License-Identifier: Apache-2.0
/* Decides the outcome of a request: an answer, a failure, another attempt, or a redirect to another
 * address. Private to the files http_*. */
#pragma once

#include "reconciler/net/http_state.h"

/* Ends the request with this response, and calls the request's `done`. The request then belongs to
 * the caller again. */
void http_outcome_deliver(struct http *http, struct http_request *request,
                          struct http_response *response);
/* Ends the request with a failure instead of an answer. */
void http_outcome_fail(struct http *http, struct http_request *request, enum http_failure failure,
                       const char *why);
/* Ends a transfer. `failure` is the result of transfer_judge, or transfer_timeout. The request ends
 * too, or is queued for another attempt or for the target of a redirect. The transfer is idle
 * afterwards. */
void http_outcome_finish(struct http *http, struct transfer *transfer,
                         const struct transfer_failure *failure);
/* Removes the request from the transfer, and makes the transfer idle. */
void http_outcome_release(struct http *http, struct transfer *transfer);
