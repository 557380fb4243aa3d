// SPDX-License-Identifier: Apache-2.0
/* Reads a registry's error body: JSON with a list of errors, each with a code. */
#pragma once

#include "reconciler/net/http.h"

/* Sets `code` to the code of the first error; to "" if there is no code, it does not fit, or it has
 * other bytes than letters and '_'. */
void error_body_code(const struct http_response *response, char *code, size_t size);
/* True if the code says that the image, tag or repository does not exist. A 404 from a server that
 * is not a registry has no such code. */
bool error_body_says_none(const struct http_response *response);
