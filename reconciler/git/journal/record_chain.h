// SPDX-License-Identifier: Apache-2.0
/* Computes the chain of hashes that links each line of a journal file to the line above. */
#pragma once

#include "diff/journal/journal.h"

enum { RECORD_HASH_MAX = 65 }; /* bytes of a SHA-256 in hex with its NUL */

/* The end of a tag's last part, which the next line must continue. */
struct record_chain {
    char prev[RECORD_HASH_MAX]; /* the next line's "prev"; "" accepts any */
};

/* Returns the chain of a tag without records. path: of the first part. */
struct record_chain record_chain_begin(const char *path);
/* Moves the chain to the end of a line. length: without the newline. */
void record_chain_move(struct record_chain *chain, const char *line, size_t length);
