// SPDX-License-Identifier: Apache-2.0
/* The body of an error of a registry: JSON with a list of errors, each with a code. */
#pragma once

#include "reconciler/net/http.h"

/* Sets the code of the first error, which has only letters and '_'; or "". */
void error_body_code(const struct http_response *response, char *code, size_t size);
/* True when the code says that the image, tag or repository does not exist. A 404 of another server
 * has no such code. */
bool error_body_says_none(const struct http_response *response);
