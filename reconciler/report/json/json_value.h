// SPDX-License-Identifier: Apache-2.0
/*
 * What the files of the JSON format share. Every key is always there, null when there is nothing to
 * say; keys stand in the order in which they are set.
 */
#pragma once

#include <jansson.h>

#include "reconciler/report/view.h"

json_t *to_text(const char *value); /* broken UTF-8 is replaced; NULL is null */
json_t *to_when(moment at);         /* MOMENT_NEVER is null */
json_t *to_number(size_t value);
json_t *to_texts(const char *const *items, size_t count);
/* Null without a file; line 0: the whole file is meant. */
json_t *to_place(const char *file, uint32_t line, uint32_t column, const char *site);

json_t *object_make(void);
json_t *array_make(void);
/* Both take the value over. */
void object_set(json_t *object, const char *key, json_t *value);
void array_add(json_t *array, json_t *value);

/* What every document begins with. */
json_t *document_make(const struct report *report, const char *kind);
/* Takes the document over. */
void document_print(json_t *document, FILE *out);

/* --- json_report.c --- */
json_t *row_json(const struct row *row);
json_t *workload_json(const struct consumer *consumer);

/* --- json_history.c --- */
/* The last `most` records of each tag of the stream, newest first. */
json_t *history_json(const struct report *report, const struct stream *stream, size_t most);

report_printer json_streams, json_tags, json_promotions, json_stream, json_explanation;
report_printer json_history, json_past_tags, json_where, json_environments, json_verification,
    json_audit;
