// SPDX-License-Identifier: Apache-2.0
/* Reads the body of an error. Registries send JSON with a list of errors, each with a code and a
 * message; other servers send other JSON, text or HTML. */
#pragma once

#include "reconciler/net/http.h"

enum {
    ERROR_BODY_WORDS_MAX = 1024, /* bytes of the words of one body with their NUL */
};

/* The verdict of the body of an answer with status 404. */
enum error_body_missing {
    ERROR_BODY_OTHER,         /* no word of a registry about a missing image */
    ERROR_BODY_NO_IMAGE,      /* the tag, manifest or blob does not exist */
    ERROR_BODY_NO_REPOSITORY, /* the whole repository does not exist */
};
/* Returns what the body says. If it is a list of errors, each error must say that something does
 * not exist. Without JSON, the body must be exactly the text "Not found", as registry.redhat.io
 * sends it, or be empty in the answer of a server that calls itself a registry. */
enum error_body_missing error_body_missing(const struct http_response *response);

/* Sets `words` to one line with everything that the body says to people: the code and the message
 * of each error, the sentence in other JSON, the beginning of a text or the title of a page. Sets
 * it to "" if there are no words. White space becomes one space; what is too long is cut after a
 * whole character. The result may contain other bytes that must not be printed. */
void error_body_words(const struct http_response *response, char words[ERROR_BODY_WORDS_MAX]);

/* True if the server calls itself a registry in a header. */
bool error_body_of_registry(const struct http_response *response);
