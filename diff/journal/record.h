// SPDX-License-Identifier: Apache-2.0
/* Records of the journal: one for each change of a tag's image, in the repository or upstream. */
#pragma once

#include "diff/base/question.h"
#include "manifests/base/words.h"

/*
 * code, word in the file, whether it is a move, meaning. A *move* sets the image that the tag has
 * in the repository from then on.
 */
#define RECORDS(X)                                                                                 \
    X(RECORD_SEEN, "seen", false, "the tag first pointed to this image upstream")                  \
    X(RECORD_PINNED, "pinned", true, "the image was pinned")                                       \
    X(RECORD_PROMOTED, "promoted", true, "the image came from the previous environment")           \
    X(RECORD_ROLLED_BACK, "rolledBack", true, "a person rolled back to the image")                 \
    X(RECORD_HELD, "held", true, "a person moved the tag by hand; it stays until it is released")  \
    X(RECORD_RELEASED, "released", false, "a person released the tag, so it may move again")       \
    X(RECORD_PROPOSED, "proposed", false, "a pull request proposes the image")                     \
    X(RECORD_DECLINED, "declined", false, "a person closed the pull request")                      \
    X(RECORD_MISSING, "missing", true, "the tag is no longer pinned")

enum record_kind { RECORDS(WORDS_CODE) RECORD_KINDS };

const char *record_word(enum record_kind kind);
const char *record_meaning(enum record_kind kind);
bool record_moves(enum record_kind kind);
/* False if no kind has this word. */
bool record_parse(const char *word, enum record_kind *out);

struct record {
    enum record_kind kind;
    moment time;           /* never earlier than that of the record before */
    const char *digest;    /* "sha256:…"; NULL: MISSING, RELEASED */
    const char *reference; /* the source without its digest: "quay.io/team/web:1.2"; or NULL */
    const char *commit;    /* the commit of the branch that made the change; NULL: none, unknown */
    const char *who;       /* "Name <email>", or NULL */
    const char *why;       /* one line: a reason's sentence, a commit's subject; or NULL */
    const char *const *evidence; /* lines: gates and clocks, rules that a person passed over */
    size_t evidence_count;
    bool
        rebuilt; /* found when the journal was begun: since when the tag had the image is unknown */
    /*
     * For a move that a later run found: when the tag lost its image before, by the date of the
     * commit. The new image counts from `time`, when it was found, so both clocks err on the safe
     * side. 0: at `time`.
     */
    moment left;
};

/*
 * Returns the kind of record for a pin that came this way. hop: a promotion writes the tag; it
 * would overwrite an image that a person set by `tag` or `import-image`, so that is held.
 */
enum record_kind record_of_origin(const struct pin_origin *origin, bool hop);
