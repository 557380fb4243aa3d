// SPDX-License-Identifier: Apache-2.0
/* The chain of hashes that ties the lines of a journal file together. */
#pragma once

#include "diff/journal/journal.h"

enum { RECORD_HASH_MAX = 65 }; /* bytes of a SHA-256 in hex with its NUL */

/* The end of a file: what the next line must fit. */
struct record_chain {
    char prev[RECORD_HASH_MAX]; /* the next line's "prev" */
    moment time;                /* of the last record; the next one must not be earlier */
};

/* Returns the chain of an empty file. */
struct record_chain record_chain_begin(const char *path);
/* Returns the chain at the end of a file. A file that is not empty has no trouble, and `tag` has
 * its records. */
struct record_chain record_chain_of(const char *path, const char *bytes, size_t length,
                                    const struct tag_journal *tag);
/* Moves the chain to the end of a line. length: without the newline. */
void record_chain_move(struct record_chain *chain, const char *line, size_t length, moment time);
