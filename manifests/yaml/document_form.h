// SPDX-License-Identifier: Apache-2.0
/* Facts about a file's bytes that need no parser; see struct document_form. */
#pragma once

#include "manifests/yaml/document.h"

/* Fills in the whole form. Returns -1 with place, message and hint when the bytes must not be
 * parsed. */
MUST_USE int document_form_read(const char *path, const char *bytes, size_t length,
                                struct document_form *form, struct err *err);

/* How a document begins. */
struct document_opening {
    bool explicit_start; /* with "---" at its start */
    bool directives;     /* with % lines before that */
};
/* Sets split_differs of each document; openings has one item for each. */
void document_form_split(const char *bytes, size_t length, struct document *items,
                         const struct document_opening *openings, size_t count);
