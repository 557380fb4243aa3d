// SPDX-License-Identifier: Apache-2.0
/* Reads the pages of a repository's list of tags for network.c. */
#pragma once

#include "reconciler/registry/network_job.h"

/* Prepares the request for the first page, of the page size that the job tries. */
void network_pages_first(struct network_job *job);
/* Requests the first page again with the next page size. Returns false if the status does not mean
 * that the page size was rejected, if a later page was requested already, or if no size remains. */
bool network_pages_smaller(struct network_job *job, long status);
/* Reads a page; requests the next page, or answers the inquiry after the last one. */
void network_pages_take(struct network_job *job, const struct http_response *response);
