// SPDX-License-Identifier: Apache-2.0
/*
 * pkt-lines, the frames of Git's protocol: four hex digits of length, which include themselves, and
 * the data. Pure: bytes in, values out (gitprotocol-common(5)).
 */
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
    const char *data; /* in the bytes that were parsed; not terminated */
    size_t length;
};

/* 1: *out is the first pkt of the bytes, and *used its length; 0: more bytes are needed; -1: the
 * bytes are not a pkt-line. */
MUST_USE int pkt_parse(const char *bytes, size_t length, struct pkt *out, size_t *used);

/* The pkt of a line of text, without its newline. */
struct pkt pkt_line(struct pkt pkt);
/* True if it is data with exactly this text. */
bool pkt_is(struct pkt pkt, const char *text);
/* Returns the rest after the prefix, as a pkt; one of kind PKT_FLUSH when it does not start with
 * the prefix. */
struct pkt pkt_after(struct pkt pkt, const char *prefix);
/* Cuts the first word, which ends at a space, off *rest; an empty one at its end. */
struct pkt pkt_word(struct pkt *rest);

/* Appends one pkt of printed text, which is ours and short. */
PRINTF_LIKE(2, 3) void pkt_put(struct text *out, const char *format, ...);
void pkt_put_kind(struct text *out, enum pkt_kind kind);
