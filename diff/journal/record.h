// SPDX-License-Identifier: Apache-2.0
/* Declares the journal's records. A record says that a tag's image changed, in the repository or
 * upstream, or that a person released the tag. */
#pragma once

#include "diff/base/question.h"
#include "manifests/base/words.h"

/*
 * code, word in the file, whether it is a move, meaning. A *move* record says which image the tag
 * has in the repository from then on, or that the tag has none.
 */
#define RECORDS(X)                                                                                 \
    X(RECORD_SEEN, "seen", false, "the tag pointed to this image upstream")                        \
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
/* Sets *out to the kind with this word. Returns false if there is none. */
bool record_parse(const char *word, enum record_kind *out);

struct record {
    enum record_kind kind;
    moment time;        /* as written; see record_believed() */
    const char *digest; /* "sha256:…"; NULL for MISSING and RELEASED */
    const char
        *reference;     /* the image source without its digest, "quay.io/team/web:1.2"; or NULL */
    const char *commit; /* the branch's commit that made the change (rebuilt: at which weir found
                           the image); NULL: none, or unknown */
    const char *source; /* the commit that the move was planned for; NULL: none, or unknown. A move
                           is identified by this and its digest, so that a second arrival of the
                           same move is noticed */
    const char *who;    /* "Name <email>", or NULL */
    const char *merger; /* "Name <email>" of the person who merged the move, or NULL */
    const char
        *why; /* one line: a person's reason, a row's reason, or a commit's subject; or NULL */
    const struct evidence *evidence; /* open gates, settle times, rules that a person overrode */
    size_t evidence_count;
    bool holds;   /* ROLLED_BACK: the move put a hold on the tag */
    bool rebuilt; /* `time` is only when weir found the image; when the tag got it is unknown */
    /*
     * For a move that a later run found: when the tag lost its previous image, by the date of the
     * commit. The new image counts only from `time`, when it was found, so that neither image seems
     * to have been in the tag for longer than it was. 0: the tag lost its previous image at `time`.
     */
    moment left;
    /* For a move: the tag of the same stream that this tag follows from then on; NULL: it is not an
     * alias. */
    const char *alias;
};

/* True if the record says which digest the tag had upstream. The record of a pin says it too,
 * because pins are taken from upstream. */
bool record_says_live(const struct record *record);

enum { RECORD_AHEAD_MAX = 600 }; /* seconds by which the clock of another run may be ahead */

/*
 * False if the record is from more than ten minutes after `now`: a clock was wrong when it was
 * written. The record then counts as having no time, so nothing may be counted from its `time`. Its
 * place in the file is still right: it was written after the record above it.
 */
bool record_believed(const struct record *record, moment now);

/*
 * True if the record is from more than ten minutes before a record above it, whose time is
 * `latest`: one of the two clocks was wrong, so nothing may be counted from the record's `time`. A
 * record that was written again (rebuilt) is right, because `weir journal repair` wrote it for that
 * reason.
 */
bool record_behind(const struct record *record, moment latest);
