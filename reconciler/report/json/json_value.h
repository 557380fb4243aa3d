// SPDX-License-Identifier: Apache-2.0
/*
 * What the files of the JSON format share. Every key is always there, null when there is nothing to
 * say; keys stand in the order in which they are set.
 */
#pragma once

#include <jansson.h>

#include "reconciler/report/report.h"

json_t *value_text(const char *value); /* broken UTF-8 is replaced; NULL is null */
json_t *value_when(moment at);         /* MOMENT_NEVER is null */
json_t *value_number(size_t value);
json_t *value_texts(const char *const *items, size_t count);
/* Null without a file; line 0: the whole file is meant. */
json_t *value_place(const char *file, uint32_t line, uint32_t column, const char *site);

json_t *value_object(void);
json_t *value_array(void);
/* Both take the value over. */
void value_set(json_t *object, const char *key, json_t *value);
void value_add(json_t *array, json_t *value);

/* What every document begins with. */
json_t *value_document(const struct report *report, const char *kind);
/* Takes the document over. */
void value_print(json_t *document, FILE *out);
