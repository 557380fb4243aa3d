// SPDX-License-Identifier: Apache-2.0
/* Parses and prints pkt-lines, the frames of Git's protocol: four hex digits give the length, which
 * includes these digits, and the data follows. Does no input or output (gitprotocol-common(5)). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "manifests/base/attribute.h"
#include "manifests/base/text.h"

enum { PKT_MAX = 65520, PKT_HEAD = 4, PKT_DATA_MAX = PKT_MAX - PKT_HEAD };

enum pkt_kind {
    PKT_FLUSH, /* 0000: the end of a message */
    PKT_DELIM, /* 0001: the end of a section */
    PKT_END,   /* 0002: the end of an answer over a connection without state */
    PKT_DATA,
};

struct pkt {
    enum pkt_kind kind;
    const char *data; /* points into the parsed bytes; no NUL ends it */
    size_t length;
};

/* Parses the first pkt of the bytes. Returns 1 with the pkt's length in *used, or 0 if more bytes
 * are needed, or -1 if the bytes are not a pkt-line. */
MUST_USE int pkt_parse(const char *bytes, size_t length, struct pkt *out, size_t *used);

/* Returns the pkt without the newline at its end, if there is one. */
struct pkt pkt_line(struct pkt pkt);
/* True if the pkt is data with exactly this text. */
bool pkt_is(struct pkt pkt, const char *text);
/* Returns the data after the prefix as a pkt, or a pkt of kind PKT_FLUSH if the pkt does not start
 * with the prefix. */
struct pkt pkt_after(struct pkt pkt, const char *prefix);
/* Removes the first word and the space after it from *rest. Returns the word, which is empty if
 * *rest was empty. */
struct pkt pkt_word(struct pkt *rest);

/* Appends one pkt of printed text, which the caller must keep shorter than 8 KiB. */
PRINTF_LIKE(2, 3) void pkt_put(struct text *out, const char *format, ...);
/* Appends a pkt without data: flush, delimiter or end. */
void pkt_put_kind(struct text *out, enum pkt_kind kind);
