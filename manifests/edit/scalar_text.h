// SPDX-License-Identifier: Apache-2.0
/* Writes new text as a YAML or JSON scalar. */
#pragma once

#include "manifests/base/text.h"
#include "manifests/edit/value.h"

/* True for valid UTF-8 of characters that YAML allows, escaped or not. */
bool scalar_valid(const char *text);
/* True if every character can be written without an escape. */
bool scalar_printable(const char *text);
/* True if YAML 1.1 or 1.2 reads the plain text as another type than a string. */
bool scalar_is_typed(const char *text);
/* Writes the text plain where that is safe, else double-quoted. `flow`: the scalar is in brackets.
 * JSON needs always_quote. */
void scalar_write(struct text *out, const char *text, bool flow, bool always_quote);
/* Writes a scalar value: a literal as it is, a text by scalar_write. */
void scalar_put(struct text *out, const struct value *value, bool flow, bool always_quote);
/* Writes the text in single quotes; it must be printable. */
void scalar_quote_single(struct text *out, const char *text);
