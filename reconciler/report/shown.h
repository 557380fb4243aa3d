// SPDX-License-Identifier: Apache-2.0
/* How words, places, digests and untrusted text are shown; shared by the formats. */
#pragma once

#include <stdbool.h>

#include "diff/base/plan.h"

/* Columns that text_print_safe needs; a code point counts as one. */
size_t shown_width(const char *text);

/* As text_print_safe, into the arena. */
const char *shown_safe(struct arena *arena, const char *text);
/* Valid UTF-8: broken bytes become U+FFFD. For JSON. */
const char *shown_utf8(struct arena *arena, const char *text);

/* Untrusted text in Markdown: nothing of it is markup, a link, a mention or a cell's end. */
void shown_markdown(FILE *out, const char *text);
/* The same in a code span. */
void shown_markdown_code(FILE *out, const char *text);
/* Both as a cell of a table, its end included: " TEXT |"; "—" for NULL and "". */
void shown_markdown_cell(FILE *out, const char *text);
void shown_markdown_code_cell(FILE *out, const char *text);
/* Many lines in a fence that none of them can end. */
void shown_markdown_fence(FILE *out, const char *language, const char *bytes, size_t length);

/* "1 file", "3 files"; for words that take an s. */
const char *shown_count(struct arena *arena, size_t count, const char *noun);
/* "streams/web.yaml:12:9"; NULL when the file is not known. Line 0 leaves line and column out. */
const char *shown_place(struct arena *arena, const char *file, uint32_t line, uint32_t column);
/* "sha256:0123456789ab", in the arena; NULL gives NULL. */
const char *shown_digest(struct arena *arena, const char *digest);
/* A reference text with its digest cut: "web:1.2@sha256:0123456789ab". */
const char *shown_reference(struct arena *arena, const char *text);
/* 1a2b3c4: seven digits of a commit. */
const char *shown_commit(struct arena *arena, const char *commit);

/* "sha256:… → sha256:…", or the texts when the digests say nothing; NULL when nothing changes. */
const char *shown_move(struct arena *arena, const struct row *row);
/* The namespace that a row belongs to: of a consumer its own, not that of its stream. */
const char *shown_namespace(const struct row *row);
