// SPDX-License-Identifier: Apache-2.0
/* Decides the next step after a request was refused with a challenge. */
#pragma once

#include "reconciler/registry/access.h"

/*
 * Handles a 401. Returns ACCESS_SEND when the request must be added again (access_request_add).
 * carried and generation tell which authorization it was sent with, retried whether that was a
 * fresh token.
 */
enum access_state access_challenge_refused(struct access_repository *repository,
                                           const struct http_response *response, bool carried,
                                           unsigned generation, bool retried);
