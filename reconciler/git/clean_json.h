// SPDX-License-Identifier: Apache-2.0
/* Writes and reads texts and times in JSON, for values that must be read as they were written. */
#pragma once

#include <jansson.h>

#include "manifests/base/arena.h"
#include "manifests/base/err.h"
#include "manifests/base/moment.h"

enum { CLEAN_JSON_TEXT_MAX = 1024 }; /* bytes of one text with its NUL */

/* Returns the text as clean_text_copy() makes it, cut to less than `maximum` bytes. maximum: at
 * most CLEAN_JSON_TEXT_MAX. Returns NULL if the text is NULL or the result is empty. */
json_t *clean_json_text(const char *text, size_t maximum);
/* Adds a member to the object, which then owns the value. Adds nothing if the value is NULL. */
void clean_json_put(json_t *object, const char *name, json_t *value);

/* Returns the string in the arena. Returns NULL with an error about the member `name` unless
 * clean_json_text() would have written exactly this string. */
const char *clean_json_read_text(struct arena *arena, const char *name, const json_t *value,
                                 size_t maximum, struct err *err);
/* Reads a time as moment_print() writes it. */
MUST_USE int clean_json_read_moment(const char *name, const json_t *value, moment *out,
                                    struct err *err);
