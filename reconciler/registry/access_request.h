// SPDX-License-Identifier: Apache-2.0
/* Requests to a repository, with the authorization that its host wants. */
#pragma once

#include "reconciler/registry/access.h"

/* Queues a request to the repository: at once, or after the first request to its host. */
void access_request_add(struct access_repository *repository, struct http_request *request);
/* Called from http_request.ready: sets request->authorization, and *generation to the number of the
 * token in it. */
enum access_state access_request_ready(struct access_repository *repository,
                                       struct http_request *request, unsigned *generation);
/* Called after each answer: releases the requests that waited for the first one. */
void access_request_answered(struct access_repository *repository,
                             const struct http_request *request);
