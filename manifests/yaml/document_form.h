// SPDX-License-Identifier: Apache-2.0
/* Finds the facts of struct document_form, without a parser. */
#pragma once

#include "manifests/yaml/document.h"

/* Fills in the form. Returns -1 with place and message if the bytes must not be parsed. If the
 * file is too large or is UTF-16, sets only form->json, by the path. */
MUST_USE int document_form_read(const char *path, const char *bytes, size_t length,
                                struct document_form *form, struct err *err);

/* How a document begins. */
struct document_opening {
    bool explicit_start; /* it starts with "---" */
    bool directives;     /* directives, which are lines that start with %, come before "---" */
};
/* Sets split_differs of each document; openings has one item for each. */
void document_form_split(const char *bytes, size_t length, struct document *items,
                         const struct document_opening *openings, size_t count);
