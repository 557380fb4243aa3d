// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/arena.h"

/*
 * Decodes a file into the arena. It is believed as a whole or not at all: a line that is no record
 * of version 1, a key that is unknown or stands twice, a text with control bytes or over its
 * maximum, a time before that of the line above,
 * or a broken chain gives out->trouble, with path
 * and line, and no records. The path must be one that record_path_parse takes.
 */
void record_read_file(struct arena *arena, const char *path, const char *bytes, size_t length,
                      struct tag_journal *out);
