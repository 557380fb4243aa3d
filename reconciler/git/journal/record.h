// SPDX-License-Identifier: Apache-2.0
/*
 * Describes a tag's journal files. Each line is one record as a JSON object; lines are appended and
 * never changed. When a file is full, the records continue in the tag's next file, its next *part*:
 *
 *     ENVIRONMENT/STREAM/TAG.jsonl, ENVIRONMENT/STREAM/TAG.jsonl.2, ENVIRONMENT/STREAM/TAG.jsonl.3,
 * …
 *
 * "prev" is the SHA-256 of the line above without its newline; in the first line of a later part,
 * of the last line of the part before; and in the first line of all, of the first part's path. So a
 * line or a file that was moved, replaced or removed does not match.
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
    RECORD_FILE_MAX = 8 << 20,    /* bytes of one file */
    RECORD_FILE_FULL = 128 << 10, /* bytes; a run adds nothing to a file of this length or more, but
                                   * begins the next part. Each run stores the last part again, so a
                                   * small part keeps repositories small */
    RECORD_PARTS_MAX = 999999,    /* the highest number of a part */
    RECORD_TEXT_MAX = 1024,       /* bytes of one text with its NUL */
};

/* Splits the path of a part into the names of its tag, in the arena, and its number, which is 1 for
 * the first part. Returns false for another path. */
bool record_path_parse(struct arena *arena, const char *path, struct tag_journal *out,
                       unsigned *part);
/* Returns the path of a part in the arena. */
const char *record_path(struct arena *arena, const char *namespace, const char *stream,
                        const char *tag, unsigned part);

/* Returns true if records of this kind have a digest. */
bool record_has_digest(enum record_kind kind);
/* Returns true for a commit ID: 40 hex digits in lower case. */
bool record_commit_valid(const char *text);
