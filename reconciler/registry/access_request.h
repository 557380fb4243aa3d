// SPDX-License-Identifier: Apache-2.0
/* Sends requests to a repository, with the authorization that the host requires. */
#pragma once

#include "reconciler/registry/access.h"

/* Adds the request to http: immediately, or, while the first request to the host runs, after the
 * answer to that request. */
void access_request_add(struct access_repository *repository, struct http_request *request);
/* Sets request->authorization and, if that contains a Bearer token, *generation to the number of
 * the token. Returns ACCESS_WAIT if the request waits for a token; it is added to http again after
 * the token server's answer. Returns ACCESS_FAILED if the request for a token failed. Call this
 * function from http_request.ready. */
enum access_state access_request_ready(struct access_repository *repository,
                                       struct http_request *request, unsigned *generation);
/* If this was the first request to its host, adds the requests that waited for its answer. Call
 * this function after each answer. */
void access_request_answered(struct access_repository *repository,
                             const struct http_request *request);
