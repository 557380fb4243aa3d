// SPDX-License-Identifier: Apache-2.0
/* Reads the headers of a response. */
#pragma once

#include "reconciler/net/http.h"

/* Copies the value of the n-th header of this name into a buffer. n counts from 0; names are
 * compared without case. Returns false and sets the buffer to "" if that header does not exist or
 * its value does not fit. */
bool http_header(const struct http_response *response, const char *name, unsigned n, char *value,
                 size_t size);
/* True if there is a header of this name, however long its value is. */
bool http_header_exists(const struct http_response *response, const char *name);
