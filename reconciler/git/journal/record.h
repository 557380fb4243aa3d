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
    RECORD_VERSION = 1,
    RECORD_FILE_MAX = 8 << 20, /* bytes of one file */
    RECORD_FILE_FULL =
        7 << 20,            /* from here on nothing is appended to it: a run's lines fit behind */
    RECORD_TEXT_MAX = 1024, /* bytes of one text, its NUL included */
};

/* "NAMESPACE/STREAM/TAG.jsonl" into its parts, in the arena; false for any other path. */
bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out);
const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag);

bool record_has_digest(enum record_kind kind);
bool record_commit_valid(const char *text);
