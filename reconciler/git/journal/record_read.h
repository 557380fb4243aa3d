// SPDX-License-Identifier: Apache-2.0
/* Reads records from a journal file. */
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/arena.h"

/*
 * Decodes a file into the arena, as a whole or not at all. If the file has an error, out->trouble
 * says the path, the line and the reason, and there are no records. Errors are: a line that is not
 * a record of version 1 or has no newline, an unknown or a duplicate key, a text that is too long
 * or has control bytes, a broken chain, and a file
 * without a record. The caller must give a path that record_path_parse accepts.
 */
void record_read_file(struct arena *arena, const char *path, const char *bytes, size_t length,
                      struct tag_journal *out);
