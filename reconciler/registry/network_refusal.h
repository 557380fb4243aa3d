// SPDX-License-Identifier: Apache-2.0
/* Handles the answers of registries that are errors, for network.c. */
#pragma once

#include "reconciler/registry/network_job.h"

/* Handles status 401. */
void network_refusal_denied(struct network_job *job, const struct http_response *response);
/* Handles status 404. */
void network_refusal_missing(struct network_job *job, const struct http_response *response);
/* Handles each other status but 200. */
void network_refusal_status(struct network_job *job, const struct http_response *response);
