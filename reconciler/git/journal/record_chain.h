// SPDX-License-Identifier: Apache-2.0
/* Computes the chain of hashes that links each line of a journal file to the line above. */
#pragma once

#include "diff/journal/journal.h"

enum { RECORD_HASH_MAX = 65 }; /* bytes of a SHA-256 in hex with its NUL */

/* The end of a file, which the next line must continue. */
struct record_chain {
    char prev[RECORD_HASH_MAX]; /* the next line's "prev" */
};

/* Returns the chain of an empty file. */
struct record_chain record_chain_begin(const char *path);
/* Returns the chain at the end of a file, whose last line must have a newline. */
struct record_chain record_chain_of(const char *path, const char *bytes, size_t length);
/* Moves the chain to the end of a line. length: without the newline. */
void record_chain_move(struct record_chain *chain, const char *line, size_t length);
