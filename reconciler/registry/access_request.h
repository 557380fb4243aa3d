// SPDX-License-Identifier: Apache-2.0
/* Sends requests to a repository, with the authorization that its host wants. */
#pragma once

#include "reconciler/registry/access.h"

/* Adds a request to the repository: now, or after the answer to the first request to its host. */
void access_request_add(struct access_repository *repository, struct http_request *request);
/* Sets request->authorization and, if that contains a fetched token, *generation to the number of
 * the token. Returns ACCESS_WAIT if the request waits for a token: it is added again after the
 * answer of the token server. Call this function from http_request.ready. */
enum access_state access_request_ready(struct access_repository *repository,
                                       struct http_request *request, unsigned *generation);
/* If this was the first request to its host, adds the requests that waited for its answer. Call
 * this function after each answer. */
void access_request_answered(struct access_repository *repository,
                             const struct http_request *request);
