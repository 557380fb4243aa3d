// SPDX-License-Identifier: Apache-2.0
/* Reading the headers of a response. */
#pragma once

#include "reconciler/net/http.h"

/*
 * Copies the value of the n-th header of this name (from 0, names compared without case) into a
 * buffer. False when there is none or it does not fit; the buffer then holds "".
 */
bool http_header(const struct http_response *response, const char *name, unsigned n, char *value,
                 size_t size);
