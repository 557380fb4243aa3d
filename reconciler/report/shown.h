// SPDX-License-Identifier: Apache-2.0
/* Makes the texts that reports show for counts, places, digests and untrusted text. */
#pragma once

#include <stdbool.h>

#include "diff/base/plan.h"

/* Returns the number of columns that text_print_safe fills; each code point counts as one column.
 */
size_t shown_width(const char *text);

/* Returns the text as text_print_safe prints it, in the arena. */
const char *shown_safe(struct arena *arena, const char *text);
/* Returns the text with U+FFFD instead of broken UTF-8, for JSON. */
const char *shown_utf8(struct arena *arena, const char *text);

/* Returns a count such as "1 file" or "3 files"; the noun must have a regular plural. */
const char *shown_count(struct arena *arena, size_t count, const char *noun);
/* Returns a place such as "streams/web.yaml:12:9"; only the file if line is 0; NULL if file is
 * NULL. */
const char *shown_place(struct arena *arena, const char *file, uint32_t line, uint32_t column);
/* Returns a shortened digest such as "sha256:0123456789ab", in the arena; NULL for NULL. */
const char *shown_digest(struct arena *arena, const char *digest);
/* Returns a reference with its digest shortened: "web:1.2@sha256:0123456789ab". */
const char *shown_reference(struct arena *arena, const char *text);
/* Returns the first seven digits of a commit, such as "1a2b3c4"; NULL for NULL. */
const char *shown_commit(struct arena *arena, const char *commit);

/* Returns "sha256:… → sha256:…"; or the two references, if the row wants no other digest; NULL if
 * nothing changes. */
const char *shown_move(struct arena *arena, const struct row *row);
/* Returns the namespace under which reports list a row: for a workload its own namespace, not the
 * stream's. */
const char *shown_namespace(const struct row *row);
