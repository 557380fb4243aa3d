// SPDX-License-Identifier: Apache-2.0
#include "manifests/yaml/document_hint.h"

#include <stddef.h>
#include <string.h>

/* The first row that matches is used. */
static const struct {
    const char *problem; /* part of libyaml's message */
    const char *found;   /* the bytes that may be at the problem; NULL: any */
    const char *hint;
} hints[] = {
    {"cannot start any token", "\t", "indent with spaces, not with tabs"},
    {"tab character", NULL, "indent with spaces, not with tabs"},
    {"cannot start any token", "%@`", "quote the value"},
    {"mapping values are not allowed", NULL,
     "quote a value that contains \": \", or check the indentation"},
    {"did not find expected key", NULL, "check the indentation and the quotes above this line"},
    {"did not find expected '-' indicator", NULL, "check the indentation of the list"},
    {"could not find expected ':'", NULL, "add the missing \":\", or check the indentation"},
    {"did not find expected <document start>", NULL, "separate documents with \"---\""},
    {"found unexpected end of stream", NULL, "close the quote or bracket"},
    {"found unknown escape character", NULL, "use single quotes to write a backslash as it is"},
    {"Unicode character escape code", NULL,
     "write the character itself: YAML has no surrogate pairs"},
    {"did not find expected ',' or", NULL, "add the missing comma or closing bracket"},
    {"UTF-8", NULL, "save the file as UTF-8"},
    {"control characters", NULL, "remove the control character or write it as an escape"},
    {"tag handle", NULL, "quote a value that starts with \"!\""},
    {"expected alphabetic or numeric character", NULL,
     "quote a value that starts with \"*\" or \"&\""},
};

const char *document_hint(const char *problem, char at)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        const char *found = hints[i].found;
        if (strstr(problem, hints[i].problem) != NULL &&
            (found == NULL || (at != '\0' && strchr(found, at) != NULL)))
            return hints[i].hint;
    }
    return NULL;
}
