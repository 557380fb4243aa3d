// SPDX-License-Identifier: Apache-2.0
/*
 * Makes JSON values and documents. Documents always have all their keys; the value of a key is null
 * if there is no value. Keys are printed in the order in which they are set.
 */
#pragma once

#include <jansson.h>

#include "reconciler/report/report.h"

json_t *value_text(const char *value); /* replaces broken UTF-8; returns null for NULL */
json_t *value_when(moment at);         /* returns null for MOMENT_NEVER */
json_t *value_number(size_t value);
json_t *value_texts(const char *const *items, size_t count);
/* Returns the lines for people. */
json_t *value_evidence(const struct evidence *items, size_t count);
/* Returns null if file is NULL. If line is 0, the place is the whole file, and its line and column
 * are null. */
json_t *value_place(const char *file, uint32_t line, uint32_t column, const char *site);

json_t *value_object(void);
json_t *value_array(void);
/* Both functions take ownership of the value. */
void value_set(json_t *object, const char *key, json_t *value);
void value_add(json_t *array, json_t *value);

/* Begins a document with the members that all kinds have. */
json_t *value_document(const struct report *report, const char *kind);
/* Prints and frees the document. */
void value_print(json_t *document, FILE *out);
