// SPDX-License-Identifier: Apache-2.0
/* Counts, places, digests and untrusted text as all formats show them. */
#pragma once

#include <stdbool.h>

#include "diff/base/plan.h"

/* The columns that text_print_safe fills; a code point counts as one. */
size_t shown_width(const char *text);

/* Like text_print_safe, into the arena. */
const char *shown_safe(struct arena *arena, const char *text);
/* Replaces broken UTF-8 by U+FFFD. For JSON. */
const char *shown_utf8(struct arena *arena, const char *text);

/* "1 file", "3 files"; for nouns with a regular plural. */
const char *shown_count(struct arena *arena, size_t count, const char *noun);
/* "streams/web.yaml:12:9"; NULL if file is NULL. Line 0 leaves out line and column. */
const char *shown_place(struct arena *arena, const char *file, uint32_t line, uint32_t column);
/* "sha256:0123456789ab", in the arena; NULL gives NULL. */
const char *shown_digest(struct arena *arena, const char *digest);
/* A reference with a shortened digest: "web:1.2@sha256:0123456789ab". */
const char *shown_reference(struct arena *arena, const char *text);
/* "1a2b3c4": the first seven digits of a commit. */
const char *shown_commit(struct arena *arena, const char *commit);

/* "sha256:… → sha256:…", or the references if the digests are equal; NULL if nothing changes. */
const char *shown_move(struct arena *arena, const struct row *row);
/* The namespace to list a row under; a workload's own namespace, not its stream's. */
const char *shown_namespace(const struct row *row);
