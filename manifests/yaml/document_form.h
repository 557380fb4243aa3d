// SPDX-License-Identifier: Apache-2.0
/* What is seen of a file's bytes without parsing them; see struct document_form. */
#pragma once

#include "manifests/yaml/document.h"

/* Fills in the whole form; -1 with place, message and hint when the bytes are not to be parsed. */
MUST_USE int document_form_read(const char *path, const char *bytes, size_t length,
                                struct document_form *form, struct err *err);

/* Sets split_differs of each document; explicit[i] says whether "---" stands at items[i].start, and
 * directives[i] whether % lines stand before it. */
struct document_opening {
    bool explicit_start, directives;
};
void document_form_split(const char *bytes, size_t length, struct document *items,
                         const struct document_opening *openings, size_t count);

/* Line and column, from 1, of a byte: lines end at '\n', columns count code points. */
void document_form_place(const char *bytes, size_t offset, uint32_t *line, uint32_t *column);
