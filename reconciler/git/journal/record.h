// SPDX-License-Identifier: Apache-2.0
/*
 * The file of one tag in the journal: a record a line, as JSON, appended and never changed. The
 * line's "prev" is the SHA-256 of the line before it without its newline; that of the first is the
 * SHA-256 of the file's own path, so that neither lines nor files can be exchanged unseen.
 *
 *     {"v":1,"kind":"pinned","time":"2026-11-21T09:00:00Z","left":"…Z","digest":"sha256:…",
 *      "reference":"quay.io/team/web:1.2","commit":"<40 hex>","who":"Ada <ada@example.org>",
 *      "why":"…","evidence":["…"],"rebuilt":true,"prev":"<64 hex>"}
 *
 * in this order, on one line; what is absent is left out: `rebuilt` when it is false, `left` when
 * it is no earlier than `time`, or the record is no move.
 */
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    RECORD_FILE_MAX = 8 << 20, /* bytes of one file */
    RECORD_FILE_FULL =
        7 << 20,            /* from here on nothing is appended to it: a run's lines fit behind */
    RECORD_TEXT_MAX = 1024, /* bytes of one text, its NUL included */
    RECORD_HASH_MAX = 65,   /* a SHA-256 in hex with its NUL */
};

/* "NAMESPACE/STREAM/TAG.jsonl" into its parts, in the arena; false for any other path. */
bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out);
const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag);

/*
 * Decodes a file into the arena. It is believed as a whole or not at all: a line that is no record
 * of version 1, a key that is unknown or stands twice, a text with control bytes or over its
 * maximum, a time before that of the line above,
 * or a broken chain gives out->trouble, with path
 * and line, and no records. The path must be one that record_path_parse takes.
 */
void records_read(struct arena *arena, const char *path, const char *bytes, size_t length,
                  struct tag_journal *out);

/* What the next line of a file goes on from. */
struct record_chain {
    char prev[RECORD_HASH_MAX];
    moment time; /* of the last record */
};

/* The chain of a file: of a new one (no bytes), or behind the last line of one without trouble. */
struct record_chain record_chain_of(const char *path, const char *bytes, size_t length,
                                    const struct tag_journal *tag);

/*
 * Appends the line of one record and moves the chain on. Texts are made fit: control bytes and
 * broken UTF-8 replaced, cut at their maximum; a time before the chain's becomes the chain's, and
 * what a kind has no use for is left out. What would not be read again is an error and appends
 * nothing: no digest where one belongs, an id that is none, a file that is full.
 */
MUST_USE int record_append(struct text *file, struct record_chain *chain,
                           const struct record *record, struct err *err);
