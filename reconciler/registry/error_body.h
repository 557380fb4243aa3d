// SPDX-License-Identifier: Apache-2.0
/* Reads the error body of a registry or token server: JSON with a list of errors, each with a code,
 * or other words for people. */
#pragma once

#include "reconciler/net/http.h"

enum {
    ERROR_BODY_WORDS_MAX = 1024, /* bytes of the words of one body with their NUL */
};

/* Sets `code` to the code of the first error; to "" if there is no code, it does not fit, or it has
 * other bytes than letters and '_'. */
void error_body_code(const struct http_response *response, char *code, size_t size);
/* True if the code says that the image, tag or repository does not exist. A 404 from a server that
 * is not a registry has no such code. */
bool error_body_says_none(const struct http_response *response);
/* Sets `words` to one line with what the body says to people: the code and the message of each
 * error, else the sentence in other JSON, else the text. Sets it to "" if there are no words. */
void error_body_words(const struct http_response *response, char words[ERROR_BODY_WORDS_MAX]);
