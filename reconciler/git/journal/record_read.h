// SPDX-License-Identifier: Apache-2.0
/* Reads records from a journal file. */
#pragma once

#include "diff/journal/recent.h"
#include "manifests/base/arena.h"
#include "reconciler/git/journal/record_chain.h"

/* The reading of a tag's parts, one after the other. */
struct tag_reading {
    struct arena *arena;
    record_list records;
    struct record_chain chain; /* the end of the last part that was read */
    unsigned parts;            /* how many parts were read */
    const char
        *trouble; /* why a part can't be trusted, with its path and line; NULL: none so far */
};

/* Begins a reading. path: of the first part. */
struct tag_reading tag_reading_begin(struct arena *arena, const char *path);
/*
 * Decodes the next part, and adds its records. Returns false, with `trouble` set, if the part has
 * an error: a line that is not a record of version 1 or has no newline, an unknown or a duplicate
 * key, a text that is too long or has control bytes, a broken
 * chain, or no record.
 */
MUST_USE bool tag_reading_part(struct tag_reading *reading, const char *path, const char *bytes,
                               size_t length);

/* Decodes one part on its own. The first line of a later part may continue any line. */
struct tag_reading tag_reading_of_part(struct arena *arena, const char *path, const char *bytes,
                                       size_t length);

/* Decodes a tag's only part into the arena, as a whole or not at all: after an error, out->trouble
 * is set, and there are no records. The caller must give a path that record_path_parse accepts. */
void record_read_file(struct arena *arena, const char *path, const char *bytes, size_t length,
                      struct tag_journal *out);
