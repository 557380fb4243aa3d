// SPDX-License-Identifier: Apache-2.0
/* Counts the pkt-lines of a stream that somebody else parses, however the stream is cut into
 * pieces. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "reconciler/git/wire/pkt.h"

/* All zero: at the beginning of a stream. */
struct line_count {
    size_t lines;
    size_t bytes;            /* of all lines, with their lengths */
    size_t skip;             /* bytes until the next pkt-line */
    char head[PKT_HEAD + 1]; /* the first digits of the length of a pkt-line */
    size_t digits;
    bool over; /* nothing is counted any more: the stream has something else than pkt-lines */
};

/* Counts the pkt-lines that begin in the next bytes of the stream. Stops at something else. */
void line_count_add(struct line_count *count, const char *bytes, size_t length);
