// SPDX-License-Identifier: Apache-2.0
/*
 * Describes a journal file, which has the records of one tag. Each line is one record as a JSON
 * object; lines are appended and never changed. "prev" is the SHA-256 of the line above without its
 * newline, and in the first line the SHA-256 of the file's own path. So a line or a file that was
 * moved or replaced does not match.
 *
 *     {"v":1,"kind":"pinned","time":"2026-11-21T09:00:00Z","left":"…Z","digest":"sha256:…",
 *      "reference":"quay.io/team/web:1.2","commit":"<40 hex>","source":"<40 hex>",
 *      "alias":"1.2","who":"Ada <ada@example.org>","merger":"…","why":"…","evidence":[{…}],
 *      "holds":true,"rebuilt":true,"prev":"<64 hex>"}
 *
 * The members have this order and are on one line. Members without a value are left out: `holds`
 * and `rebuilt` are written only when true, and `left` only for a move, when it is earlier than
 * `time`. The items of `evidence` are objects (reconciler/git/objects/evidence_json.h); an earlier
 * build wrote strings.
 */
#pragma once

#include "diff/journal/journal.h"
#include "manifests/base/err.h"
#include "manifests/base/text.h"

enum {
    RECORD_VERSION = 1,
    RECORD_FILE_MAX = 8 << 20,  /* bytes of one file */
    RECORD_FILE_FULL = 7 << 20, /* bytes; a run adds nothing to a file of this length or more. The
                                 * rest is room for the records of one run */
    RECORD_TEXT_MAX = 1024,     /* bytes of one text with its NUL */
};

/* Splits "NAMESPACE/STREAM/TAG.jsonl" into its parts, in the arena. Returns false for another path.
 */
bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out);
/* Returns the path "NAMESPACE/STREAM/TAG.jsonl" in the arena. */
const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag);

/* Returns true if records of this kind have a digest. */
bool record_has_digest(enum record_kind kind);
/* Returns true for a commit ID: 40 hex digits in lower case. */
bool record_commit_valid(const char *text);
