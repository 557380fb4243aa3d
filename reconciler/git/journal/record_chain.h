// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "diff/journal/journal.h"

enum { RECORD_HASH_MAX = 65 }; /* a SHA-256 in hex with its NUL */

/* What the next line of a file goes on from. */
struct record_chain {
    char prev[RECORD_HASH_MAX];
    moment time; /* of the last record */
};

/* The chain of a file: of a new one (no bytes), or behind the last line of one without trouble. */
struct record_chain record_chain_of(const char *path, const char *bytes, size_t length,
                                    const struct tag_journal *tag);

struct record_chain record_chain_begin(const char *path);
void record_chain_move(struct record_chain *chain, const char *line, size_t length, moment time);
