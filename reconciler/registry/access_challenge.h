// SPDX-License-Identifier: Apache-2.0
/* Decides the next step after a request was refused with status 401. */
#pragma once

#include "reconciler/registry/access.h"

/*
 * Handles an answer with status 401. Returns ACCESS_SEND if the caller must add the request again
 * (access_request_add), and else ACCESS_FAILED. carried: the request had an Authorization header.
 * generation: the number of the token in it. refusals: how many attempts of the request were
 * refused with status 401, with this one.
 */
enum access_state access_challenge_refused(struct access_repository *repository,
                                           const struct http_response *response, bool carried,
                                           unsigned generation, unsigned refusals);
/* True if the answer has a challenge, or comes from another server than the registry's. Else the
 * body of an answer to GET may have the reason for the refusal. */
bool access_challenge_sent(const struct http_response *response);
